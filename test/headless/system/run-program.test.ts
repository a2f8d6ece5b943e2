/** Programs of the system that hang: the rig goes on without them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runWithin } from '../../../headless/system/run-program.ts';

const PATIENCE_MS = 300;
/** What is left of a second to kill and two seconds in all, on a busy computer. */
const SOON_MS = 8000;

/** Rejects, and tells with what and after how long. */
async function hangs(script: string): Promise<{ error: string; ms: number }> {
  const before = performance.now();
  const error = await runWithin(PATIENCE_MS, 'sh', ['-c', script]).then(
    () => 'it ended',
    (reason: Error) => reason.message,
  );
  return { error, ms: performance.now() - before };
}

it.concurrent('a program that ignores SIGTERM is killed', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'rigforge-run-'));
  context.onTestFinished(() => rm(folder, { recursive: true }));
  const { error, ms } = await hangs(`trap '' TERM; echo $$ >${folder}/pid; while :; do :; done`);
  context.expect(error).toMatch(/timed out|does not answer/);
  context.expect(ms).toBeLessThan(SOON_MS);
  const pid = (await readFile(join(folder, 'pid'), 'utf8')).trim();
  const commandLine = () => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  await context.expect.poll(commandLine).not.toContain(folder);
});

it.concurrent('a program whose child holds its output is not waited for', async () => {
  const { error, ms } = await hangs('sleep 20 & echo hi');
  expect(error).toBe('sh does not answer');
  expect(ms).toBeLessThan(SOON_MS);
});

it.concurrent('one that fails says how, one that works what', async () => {
  await expect(runWithin(10_000, 'sh', ['-c', 'echo no >&2; exit 3'])).rejects.toThrow(/exit code 3/);
  expect(await runWithin(10_000, 'sh', ['-c', 'echo yes'])).toBe('yes');
});
