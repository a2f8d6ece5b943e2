/** `npm run bench`: measures the "Numbers to hold" of docs/design.md, as far as this machine can. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench } from './bench.ts';
import { describeMachine, load, machineLine } from './machine.ts';
import { markdown } from './markdown.ts';
import { type Options, readOptions } from './options.ts';
import { type Result, resultOf } from './row.ts';
import { ROWS } from './rows.ts';
import { table } from './table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/bench.md');
const NAMES = ROWS.map(({ name }) => name);
const HELP = `npm run bench -- [options]      the numbers the rig has to hold, measured on this machine

  --only NAME,...  these rows only: ${NAMES.slice(0, 6).join(', ')},
                   ${NAMES.slice(6).join(', ')}
  --pairs N        pairs of windows of each row that compares hashrates (30 take 12 minutes)
  --boot           boot the image, and a plain Debian, in QEMU for the rows that need it
  --write          write the results into docs/bench.md too
  --json           the results as JSON on stdout; progress goes to stderr either way
  --help           this text

Short of a goal is a result, not a failure: the exit code is 1 only when a measurement broke.
`;

try {
  const options = readOptions(process.argv.slice(2), NAMES);
  if (options.help) console.log(HELP);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(options: Options): Promise<void> {
  // What was started ends with this process, and its files go when it exits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  const started = performance.now();
  const say = (line: string): void =>
    console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  const before = load();
  const bench = await Bench.open(options, say);
  const results: Result[] = [];
  try {
    for (const row of ROWS) {
      if (options.only !== null && !options.only.includes(row.name)) continue;
      if (row.needs !== 'rig') await bench.stopRig();
      const result = await resultOf(row, bench);
      results.push(result);
      // A run takes long: what is known is said, should it be ended early.
      say(`${result.name}: ${result.value ?? result.note}, ${result.verdict}`);
    }
  } finally {
    await bench.close();
  }
  const machine = await describeMachine(before);
  if (options.write) await writeFile(DOCUMENT, markdown(results, machineLine(machine)));
  if (options.json) console.log(JSON.stringify({ machine, results }, null, 2));
  else console.log(`\n${table(results)}\n\n${machineLine(machine)}\n`);
  if (results.some(({ verdict }) => verdict === 'broken')) process.exitCode = 1;
}
