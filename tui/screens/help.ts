import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, BLANK, cell, fit, type Line, plain, wrap } from '../line.ts';
import { scrolled } from '../widgets/scrolled.ts';

/** The keys, what this computer does, and the words a newcomer has not met. */
export function helpScreen(snapshot: Snapshot, scroll: number, width: number, rows: number): Line[] {
  const keys: [string, string][] = [
    ['1 to 8', 'the screens; Left and Right go from one to the next'],
    ['Up, Down', 'choose a row, or scroll; Page Up and Page Down by ten'],
    ['Enter', 'do what the chosen row says'],
    ['A', 'type the address of a stack'],
    ['L', 'look for stacks again'],
    ['Esc', 'back'],
    ['Ctrl-L', 'draw the screen again'],
  ];
  const words =
    'This computer mines Monero with XMRig. It needs one thing: a stack, which is the computer on your network that ' +
    'runs the Monero node with P2Pool or a proxy. It finds one by itself; nothing has to be typed, and nothing on ' +
    'its disks is touched. A stack can also be set on the stick, in rigforge.conf on the partition RIGFORGE.';
  const terms: [string, string][] = [
    ['Share', 'a proof of work; the accepted ones are what is paid for'],
    ['Huge pages', 'memory in large pieces: most of what tuning is worth'],
    ['MSR', 'registers of the processor that help XMRig to a few per cent'],
    ['Governor', 'what decides how fast the processor runs'],
    ['NUMA node', 'a part of the memory close to a part of the processor'],
  ];
  const { version, commit } = snapshot.build;
  const table = (rows: [string, string][]) =>
    rows.map(([term, what]) => fit([accent(cell(term, 13)), plain(what)], width));
  const lines = [
    ...table(keys),
    BLANK,
    ...wrap(words, width, 6).map((text): Line => [plain(text)]),
    BLANK,
    fit([plain(`RigForge image ${version}, build ${commit.slice(0, 12)}`)], width),
    BLANK,
    ...table(terms),
  ];
  return scrolled(lines, scroll, rows);
}
