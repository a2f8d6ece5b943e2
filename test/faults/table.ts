/** docs/faults.md: what was measured, one line a fault. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './fault.ts';
import { FAULTS } from './list.ts';

const PAGE = join(import.meta.dirname, '../../docs/faults.md');
const HEAD = [
  '| Fault | Noticed after (s) | What was said | Hashing again after (s) | Hand needed |',
  '|---|---|---|---|---|',
];
/** Between them stands what is written by a run. */
const [BEGIN, END] = ['<!-- measured -->', '<!-- end -->'];

/** The table of some rows, in the order of the list. */
export function tableText(rows: Row[]): string {
  return [...HEAD, ...inOrder(rows).map(line)].join('\n');
}

/** The lines of the page by fault. */
export function readTable(): Map<string, string> {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  return new Map(
    lines.filter((text) => text.startsWith('| ')).map((text) => [text.split(' | ')[0]?.slice(2) ?? '', text]),
  );
}

/** Puts rows in the place of those that the page has; what was not measured now stays. */
export function writeTable(rows: Row[]): void {
  writeLines(new Map(rows.map((row) => [row.fault, line(row)])));
}

/** The same with lines that are there already, by fault. */
export function writeLines(lines: ReadonlyMap<string, string>): void {
  const known = new Map([...readTable(), ...lines]);
  const subjects = [...new Set(FAULTS.map(({ subject }) => subject))];
  const sections = subjects.map((subject) => {
    const own = FAULTS.filter((fault) => fault.subject === subject).flatMap(
      ({ fault }) => known.get(fault) ?? [],
    );
    return [`## ${subject}`, '', ...HEAD, ...own].join('\n');
  });
  const page = readFileSync(PAGE, 'utf8');
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  const after = page.slice(page.indexOf(END));
  writeFileSync(PAGE, `${before}\n\n${sections.join('\n\n')}\n\n${after}`);
}

function inOrder(rows: Row[]): Row[] {
  const place = (row: Row) => FAULTS.findIndex(({ id }) => id === row.id);
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** One line of the table. */
export function line({ fault, noticed, said, again, isAfterEnd, hand, speed }: Row): string {
  const fast = speed > 1 ? ' ¹' : '';
  const cells = [
    fault,
    noticed === null ? '-' : `${noticed}${fast}`,
    said === null ? 'nothing' : `"${said}"`,
    `${again}${isAfterEnd ? '' : fast}${isAfterEnd ? ' after its end' : ''}`,
    hand ?? 'no',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`;
}
