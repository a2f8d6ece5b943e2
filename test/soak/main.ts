/** `npm run test:soak`: an hour with a failure every minute. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, load, machineLine } from '../bench/machine.ts';
import { HELP, readOptions } from './options.ts';
import { page, text, verdicts } from './report.ts';
import { soak } from './soak.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/soak.md');

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
  } else {
    const began = performance.now();
    const before = load();
    const result = await soak(options, (line) =>
      console.error(`${((performance.now() - began) / 60_000).toFixed(1).padStart(6)} min  ${line}`),
    );
    console.log(text(result));
    const date = new Date().toISOString().slice(0, 10);
    const machine = machineLine(await describeMachine(before));
    if (options.write) writeFileSync(DOCUMENT, page(result, options, machine, date));
    if (verdicts(result).some(({ holds }) => !holds)) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
