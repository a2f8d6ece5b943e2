/** The table of the tuning matrix, as Markdown. Pure. */
import type { Snapshot } from '../../../headless/snapshot.ts';
import { CELLS, type Cell } from './cells.ts';
import { layoutOf } from './compare.ts';
import type { GuestFacts } from './guest-facts.ts';

/** How one boot ended: `problems` is empty when all is as it should be. */
export interface Outcome {
  problems: string[];
  snapshot: Snapshot | null;
  guest: GuestFacts | null;
}

const COLUMNS = [
  'boot',
  'machine',
  'as it should be',
  'runs on',
  '1 GB pages',
  '2 MB pages',
  'datasets',
  'threads',
  'registers',
  'MB left',
];

/** One line of the table. Pages are those of each node, as the kernel counts them. */
export function rowOf(cell: Cell, { problems, snapshot, guest }: Outcome): string {
  const record = (knob: string) => snapshot?.tuning.find((one) => one.knob === knob);
  const pages = (size: '1G' | '2M') => guest?.nodes.map((node) => node[`total${size}`]).join(' + ') ?? '-';
  const layout = guest ? layoutOf(guest) : null;
  const [allocated, wanted] = guest?.hugePages ?? [0, 0];
  const registers = record('msr');
  const cells = [
    cell.name,
    `\`${cell.options.join(' ')}\``,
    problems.length === 0 ? 'yes' : `no: ${problems.join('; ')}`,
    layout === null ? (snapshot?.stage ?? '-') : `${NAMES[layout.rung]}, XMRig ${allocated}/${wanted}`,
    pages('1G'),
    pages('2M'),
    layout === null ? '-' : String(layout.datasets),
    String(guest?.threads ?? '-'),
    registers ? `${registers.asked}: ${registers.status}` : '-',
    guest ? String(Math.floor((guest.meminfo['MemAvailable'] ?? 0) / 1024)) : '-',
  ];
  return `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

const NAMES = {
  oneGb: '1 GB pages',
  twoMb: '2 MB pages',
  transparent: 'transparent pages',
  light: 'light mode',
} as const;

/** The document with these rows put in; rows of other boots stay as they were, rows of boots that no longer exist go. */
export function withRows(before: string, fresh: ReadonlyMap<string, string>): string {
  const old = new Map(before.split('\n').map((line) => [nameOf(line), line]));
  const rows = CELLS.flatMap(({ name }) => fresh.get(name) ?? old.get(name) ?? []);
  return `${INTRODUCTION}
| ${COLUMNS.join(' | ')} |
|${'---|'.repeat(COLUMNS.length)}
${rows.join('\n')}
`;
}

function nameOf(line: string): string {
  return /^\| (\S+) \|/.exec(line)?.[1] ?? '';
}

const INTRODUCTION = `# Tuning matrix

Written by \`npm run test:boot -- --tuning\` (names after it boot only those, and change only their rows). Each machine is emulated by QEMU,
boots from the stick next to a real stack, and has to mine a verified share, or to halt with the right words. Then the records of the
engine's snapshot are compared with what the guest's kernel (\`/proc/meminfo\`, the counters of every memory node, the registers) and
XMRig's API say when they are asked directly.

QEMU ignores writes to CPU registers, so they must read \`refused\` here. Pages are those reserved on each node. "MB left" is what the
kernel has available while it mines with one console.
`;
