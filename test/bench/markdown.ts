import type { Result } from './row.ts';

/** The results as `docs/bench.md`. `machine` is a line that says where and on what they were measured. */
export function markdown(results: readonly Result[], machine: string): string {
  const rows = results.map(
    ({ what, value, goal, verdict }) =>
      `| ${[what, value ?? '-', goal ?? '-', verdict].map(cell).join(' | ')} |`,
  );
  const notes = results.flatMap(({ what, note }) => (note === null ? [] : [`- **${what}**: ${note}`]));
  return `# What the bench measured

Written by \`npm run bench -- --write\`; run it on a machine that does nothing else. How it judges:
[decision 0030](decisions/0030-how-the-bench-judges.md). Measured on ${machine}.

| What | Measured | Goal | |
|---|---|---|---|
${rows.join('\n')}

## How

${notes.join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
