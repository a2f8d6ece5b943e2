import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const MODULE = join(import.meta.dirname, 'namespace.ts');
const TWO_COMMANDS = `
  import { runInNamespace } from ${JSON.stringify(MODULE)};
  await runInNamespace(['sh', '-c', 'echo first; exec sleep 600'], { yes: true });
  await runInNamespace(['echo', 'second'], { yes: true });
`;

test('a signal ends the command that runs, and no other follows', async () => {
  const two = execa(process.execPath, ['--input-type=module-typescript', '--eval', TWO_COMMANDS], {
    reject: false,
    forceKillAfterDelay: false,
  });
  let ended = false;
  two.stdout.on('data', (text: Buffer) => {
    if (!ended && text.includes('first')) ended = two.kill('SIGTERM');
  });
  const { stdout, stderr, exitCode } = await two;
  expect(stdout).toBe('first');
  expect(stderr).toContain('Ended by SIGTERM');
  expect(exitCode).toBe(1);
});
