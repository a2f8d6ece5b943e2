/**
 * `npm run test:faults`: every fault. `--write` writes what was measured to docs/faults.md, `--short` runs the selection of CI; what
 * else is given goes to vitest: `-t xmrig-killed`.
 */
import { join } from 'node:path';
import { execa } from 'execa';

const CONFIG = join(import.meta.dirname, '../vitest.faults.config.ts');
const args = process.argv.slice(2);
const rest = args.filter((word) => word !== '--write' && word !== '--short');
const how = args.includes('--write')
  ? 'write'
  : args.includes('--short')
    ? 'short'
    : process.env['RIGFORGE_FAULTS'];

const { exitCode } = await execa('vitest', ['run', '--config', CONFIG, ...rest], {
  preferLocal: true,
  stdio: 'inherit',
  reject: false,
  env: how === undefined ? {} : { RIGFORGE_FAULTS: how },
});
process.exitCode = exitCode ?? 1;
