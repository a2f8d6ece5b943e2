import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { whileLocked } from '../../image/lock.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'image.lock');
  onTestFinished(() => rm(folder, { recursive: true }));
});

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
  await expect.poll(() => readdir(folder)).toEqual(['image.lock']);
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
  expect(await readdir(folder)).toEqual([]);
});

test('a lock whose process is gone counts for nothing', async () => {
  await writeFile(file, '999999999');
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
  await expect(lock).rejects.toThrow(/image.lock cannot be written: .*ENOENT/);
});
