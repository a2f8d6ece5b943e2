import type { Link, Snapshot } from '../../headless/snapshot.ts';
import { gibibytes } from '../format.ts';
import { cell, fit, type Line, plain } from '../line.ts';

/** What this computer is and how it is connected: processor, memory, one line for each link. */
export function computerLines({ rig }: Snapshot, width: number): Line[] {
  const row = (label: string, value: string): Line => fit([plain(cell(label, 13) + value)], width);
  return [
    row('Computer', `${rig.cpu}, ${gibibytes(rig.memoryBytes)}`),
    ...linkLines(rig.links, width),
    row('Keyboard', rig.keyboard ? 'yes' : 'none'),
  ];
}

/** Each network link in a person's words. */
export function linkLines(links: readonly Link[], width: number): Line[] {
  const rows = links.length > 0 ? links.slice(0, 4).map(linkText) : ['no network card found'];
  return rows.map((text, index) => fit([plain(cell(index === 0 ? 'Network' : '', 13) + text)], width));
}

function linkText({ name, carrier, addresses }: Link): string {
  if (!carrier) {
    return `${cell(name, 12)}no cable`;
  }
  return `${cell(name, 12)}${addresses.length > 0 ? addresses.join(', ') : 'cable is in, no address yet'}`;
}
