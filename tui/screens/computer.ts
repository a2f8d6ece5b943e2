import type { Link, Snapshot } from '../../headless/snapshot.ts';
import { cell, fit, type Line, plain } from '../line.ts';

/** How this computer is connected: one line for each link, and the keyboard. */
export function computerLines({ rig }: Snapshot, width: number): Line[] {
  const keyboard = rig.keyboard ? 'plugged in' : 'none';
  return [...linkLines(rig.links, width), fit([plain(cell('Keyboard', 13) + keyboard)], width)];
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
