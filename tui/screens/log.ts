import type { LogLine } from '../../headless/snapshot.ts';
import { clock } from '../format.ts';
import { cell, type Line, plain, wrap } from '../line.ts';
import { scrolled } from '../widgets/scrolled.ts';

/** The last lines of the engine and of XMRig, the newest at the bottom; `back` lines above it is where the page ends. */
export function logScreen(log: readonly LogLine[], back: number, width: number, rows: number): Line[] {
  if (log.length === 0) {
    return [[plain('Nothing logged yet.')]];
  }
  const newer = log.slice(Math.max(0, log.length - back));
  const lines = log.flatMap((line) => logLines(line, width));
  const end = lines.length - newer.flatMap((line) => logLines(line, width)).length;
  return scrolled(lines, end - rows + 1, rows);
}

const TIME = 9;
const FROM = 8;

function logLines({ seconds, from, text }: LogLine, width: number): Line[] {
  const start = `${cell(clock(seconds), TIME, 'right')}  ${cell(from, FROM)}`;
  const indent = ' '.repeat(start.length);
  return wrap(text, width - start.length, 4).map((line, index) => [
    plain((index === 0 ? start : indent) + line),
  ]);
}
