/** The result, as a text for the terminal and as docs/soak.md. */
import { megabytes } from '../bench/process.ts';
import type { Counts, Lost } from './accounts.ts';
import type { Options } from './options.ts';
import { between, medianSize, type Size, type Trend } from './samples.ts';
import type { Failed, Result } from './soak.ts';

const HEAD = [
  'Minutes',
  'Engine: RSS, own (MB), descriptors',
  'Console',
  'XMRig: process, descriptors',
  'Shares verified',
  'What went wrong',
];

/** Whether the rig held, each with its figures. */
export function verdicts(result: Result): { what: string; holds: boolean }[] {
  const { accounts, api, restarts, engineStarts, notMining } = result;
  const { miner, lost, unexplained } = accounts;
  const same = api.accepted === miner.accepted && api.rejected === miner.rejected;
  return [
    ...result.trends.map((trend) => ({ what: trendText(trend), holds: trend.holds })),
    {
      what: `shares: XMRig ${countsText(miner)}, the stack ${countsText(accounts.stack)}; ${lost.length} answers lost with their connection, ${unexplained.length} differences unexplained`,
      holds: unexplained.length === 0,
    },
    { what: `XMRig's API counts ${countsText(api)}, its log ${countsText(miner)}`, holds: same },
    { what: `XMRig was started anew ${restarts.length} times`, holds: restarts.length === 0 },
    { what: `the engine was started ${engineStarts} times`, holds: engineStarts === 1 },
    { what: notMining ?? 'the rig mines at the end', holds: notMining === null },
  ];
}

/** One line each ten minutes; of a shorter soak, each sixth. */
export function rows({ minutes, samples, failed, verified }: Result): string[][] {
  const sixth = minutes / 6;
  const step = minutes >= 60 ? 10 : sixth;
  return Array.from({ length: Math.ceil(minutes / step) }, (_, index) => {
    const [from, to] = [index * step, (index + 1) * step];
    const part = between(samples, from, to);
    const isIn = (minute: number) => minute >= from && minute < to;
    const miners = part.flatMap(({ xmrig }) => xmrig ?? []);
    const descriptors = miners.map((miner) => miner.descriptors);
    return [
      `${round(from)} to ${round(to)}`,
      sizeText(medianSize(part, 'engine')),
      sizeText(medianSize(part, 'console')),
      `${[...new Set(miners.map(({ pid }) => pid))].join(', ')}; ${Math.min(...descriptors)} to ${Math.max(...descriptors)}`,
      String(verified.filter(isIn).length),
      failed
        .filter(({ minute }) => isIn(minute))
        .map(failedText)
        .join(', '),
    ];
  });
}

/** For the terminal. */
export function text(result: Result): string {
  const table = [HEAD, ...rows(result)].map((row) => row.slice(0, 5));
  const widths = HEAD.slice(0, 5).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines, '', ...findings(result)].join('\n');
}

/** docs/soak.md. `machine` says where it was measured, `date` when. */
export function page(result: Result, { minutes, seed }: Options, machine: string, date: string): string {
  const table = [HEAD, HEAD.map(() => '---'), ...rows(result)];
  return `# A rig with a failure every minute

Written by \`npm run test:soak -- --write\` on ${date}: ${minutes} minutes, seed ${seed}. ${machine}.

The engine as it ships in image mode, under the rules of its unit, on a network of its own; real XMRig on the computer itself, with one thread
in light mode; one console in a terminal; one practice stack, found by its name. Each minute one thing goes wrong for 5 to 40 s and is then
put right (\`test/soak/failures.ts\`); each one comes once before any comes again. Every 10 s memory and descriptors are read; the table has
their medians.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}

In brackets: seconds for which it lasted, and from its end to the next share that the stack has verified; "-": the next failure came before.

## What came of it

${findings(result)
  .map((line) => `- ${line}`)
  .join('\n')}
`;
}

function findings(result: Result): string[] {
  const { accounts, restarts, failed, watch } = result;
  const lostLines = lostTexts(
    accounts.lost.map((lost) => ({ ...lost, minute: watch.minuteOf(lost.at) })),
    failed,
  );
  return [
    ...verdicts(result).map(({ what, holds }) => `${holds ? 'holds' : 'DOES NOT HOLD'}: ${what}`),
    ...lostLines.map((line) => `answer lost: ${line}`),
    ...accounts.unexplained.map((line) => `unexplained: ${line}`),
    ...restarts.map(
      ({ minute, failure, orders, reason }) =>
        `XMRig started anew in minute ${minute.toFixed(1)} (${failure}): ${reason ?? 'no reason said'}; asked of systemd: ${orders.join(', ') || 'nothing'}`,
    ),
  ];
}

/** By the failure in whose minute it was. */
function lostTexts(lost: readonly (Lost & { minute: number })[], failed: readonly Failed[]): string[] {
  const counts = new Map<string, number>();
  for (const { minute, accepted } of lost) {
    const name = failed.findLast((one) => one.minute <= minute)?.name ?? 'before the first failure';
    const line = `${name}, a share ${accepted ? 'verified' : 'refused'}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${line}: ${count}`);
}

function trendText({ part, early, late }: Trend): string {
  const grown = (key: 'rss' | 'anonymous') => signed((late[key] - early[key]) / 1e6);
  return `${part}: ${sizeText(early)} in the second sixth, ${sizeText(late)} in the last: RSS ${grown('rss')} MB, its own ${grown('anonymous')} MB`;
}

function sizeText(size: Size | null): string {
  if (!size) return '-';
  const [rss, own] = [size.rss, size.anonymous].map((bytes) => megabytes(bytes).replace(' MB', ''));
  return `${rss}, ${own}, ${size.descriptors}`;
}

function countsText({ accepted, rejected }: Counts): string {
  return `${accepted} accepted and ${rejected} rejected`;
}

function failedText({ name, seconds, again }: Failed): string {
  return `${name} (${seconds}, ${again ?? '-'})`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`;
}

function round(minute: number): string {
  return String(Math.round(minute * 10) / 10);
}
