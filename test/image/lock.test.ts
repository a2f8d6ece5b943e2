import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { whileLocked } from '../../image/lock.ts';

const MODULE = join(import.meta.dirname, '../../image/lock.ts');

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'image.lock');
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** Whether the lock can be had at once: nobody had to wait. */
async function isFree(): Promise<boolean> {
  return (await execa('flock', ['--nonblock', file, 'true'], { reject: false })).exitCode === 0;
}

test('the second build waits for the first, and says so once', async () => {
  const order: string[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const first = whileLocked(
    file,
    () => {},
    async () => {
      await finished;
      order.push('first');
    },
  );
  await expect.poll(isFree).toBe(false);
  const said: string[] = [];
  const second = whileLocked(
    file,
    (line) => said.push(line),
    async () => order.push('second'),
  );
  await expect.poll(() => said).toEqual(['Another build of the image is running; waiting for it.']);
  finish();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  expect(said).toHaveLength(1);
  expect(await isFree()).toBe(true);
});

test('work that fails gives the lock back', async () => {
  const lock = whileLocked(
    file,
    () => {},
    async () => {
      throw new Error('no space left');
    },
  );
  await expect(lock).rejects.toThrow('no space left');
  expect(await isFree()).toBe(true);
});

test('a build that is killed holds nobody up, nor does the file it leaves', async () => {
  await writeFile(file, '999999999');
  const program = `
    import { whileLocked } from ${JSON.stringify(MODULE)};
    await whileLocked(${JSON.stringify(file)}, () => {}, () => new Promise((resolve) => setTimeout(resolve, 600_000)));`;
  const killed = execa(process.execPath, ['--input-type=module', '--eval', program], { reject: false });
  await expect.poll(isFree).toBe(false);
  killed.kill('SIGKILL');
  await killed;
  expect(
    await whileLocked(
      file,
      () => {},
      async () => 'built',
    ),
  ).toBe('built');
});

test('where no file can be made, it says so and does not wait', async () => {
  const lock = whileLocked(
    join(folder, 'gone', 'image.lock'),
    () => {},
    async () => {},
  );
  await expect(lock).rejects.toThrow(/image.lock cannot be locked: .*No such file or directory/);
});
