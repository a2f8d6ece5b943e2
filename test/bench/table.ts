import type { Result } from './row.ts';

const WIDTH = 110;

/** The results as a person reads them: one line a row, what there is to know about it indented below. */
export function table(results: readonly Result[]): string {
  const lines = results.map(({ what, value, goal, verdict }) => [what, value ?? '-', goal ?? '', verdict]);
  const head = ['what', 'measured', 'goal', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const drawn = (line: string[]): string =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    drawn(head),
    widths
      .map((width) => '-'.repeat(width))
      .join('  ')
      .trimEnd(),
    ...lines.flatMap((line, index) => [drawn(line), ...note(results[index]?.note ?? null)]),
  ].join('\n');
}

function note(text: string | null): string[] {
  if (text === null) return [];
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH - 4) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.map((line) => `    ${line}`);
}
