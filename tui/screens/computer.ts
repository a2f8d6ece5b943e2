import type { Link, Snapshot } from '../../headless/snapshot.ts';
import { cell, fit, type Line, plain } from '../line.ts';

/** Where the values stand: a label of 13 cells by itself, or in line with the marks and names of the checks. */
const ALONE = { indent: 0, label: 13 };
const WITH_CHECKS = { indent: 8, label: 18 };

/** How this computer is connected: one line for each link, and the keyboard. Stands among the checks. */
export function computerLines({ rig }: Snapshot, width: number): Line[] {
  const keyboard = rig.keyboard ? 'plugged in' : 'none';
  return [
    ...links(rig.links, width, WITH_CHECKS),
    row(cell('Keyboard', WITH_CHECKS.label) + keyboard, width, WITH_CHECKS),
  ];
}

/** Each network link in a person's words. */
export function linkLines(all: readonly Link[], width: number): Line[] {
  return links(all, width, ALONE);
}

function links(all: readonly Link[], width: number, place: typeof ALONE): Line[] {
  const texts = all.length > 0 ? all.slice(0, 4).map(linkText) : ['no network card found'];
  return texts.map((text, index) =>
    row(cell(index === 0 ? 'Network' : '', place.label) + text, width, place),
  );
}

function row(text: string, width: number, { indent }: typeof ALONE): Line {
  return fit([plain(' '.repeat(indent) + text)], width);
}

function linkText({ name, carrier, addresses }: Link): string {
  if (!carrier) {
    return `${cell(name, 12)}no cable`;
  }
  return `${cell(name, 12)}${addresses.length > 0 ? addresses.join(', ') : 'cable is in, no address yet'}`;
}
