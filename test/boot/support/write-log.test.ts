import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { stickDrive } from '../../qemu/qemu-arguments.ts';
import { seeded } from '../../tui/random-snapshot.ts';
import { apply, cutsOf, readWriteLog } from './write-log.ts';

test("reads what QEMU's own tool wrote through the log, flush by flush", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'write-log-'));
  const [disk, log] = [join(folder, 'disk.raw'), join(folder, 'log')];
  await writeFile(disk, '');
  await truncate(disk, 1_048_576);
  await writeFile(log, '');
  const options = stickDrive(disk, log).replace(/^if=none,id=stick,/, '');
  const commands = ['write -P 1 0 1024', 'flush', 'write -P 2 8192 512', 'write -P 3 512 512', 'flush'];
  await execa('qemu-io', ['--image-opts', options, ...commands.flatMap((command) => ['-c', command])]);
  const epochs = readWriteLog(await readFile(log)).filter((epoch) => epoch.length > 0);
  expect(epochs.map((epoch) => epoch.map(({ sector, data }) => [sector, data[0]]))).toEqual([
    [
      [0, 1],
      [1, 1],
    ],
    [
      [16, 2],
      [1, 3],
    ],
  ]);
  const unflushed = withoutFlushes(await readFile(log));
  expect(readWriteLog(unflushed).map((epoch) => epoch.map(({ sector }) => sector))).toEqual([
    [0, 1],
    [16],
    [1],
  ]);
  const after = await readFile(disk);
  await writeFile(disk, Buffer.alloc(1_048_576));
  const handle = await open(disk, 'r+');
  const undo = await apply(handle, epochs.flat());
  expect((await readFile(disk)).equals(after)).toBe(true);
  await undo();
  expect((await readFile(disk)).equals(Buffer.alloc(1_048_576))).toBe(true);
  await handle.close();
  await rm(folder, { recursive: true });
});

test('a power cut leaves any beginning, and any choice of sectors', () => {
  const epoch = [1, 2, 3].map((sector) => ({ sector, data: Buffer.alloc(512) }));
  const cuts = cutsOf(epoch, 50, seeded(1)).map((cut) => cut.map(({ sector }) => sector).join());
  expect(cuts.slice(0, 4)).toEqual(['', '1', '1,2', '1,2,3']);
  expect(new Set(cuts)).toEqual(new Set(['', '1', '2', '3', '1,2', '1,3', '2,3', '1,2,3']));
});

/** The log as a kernel leaves it that never flushes. */
function withoutFlushes(log: Buffer): Buffer {
  const kept: Buffer[] = [log.subarray(0, 512)];
  for (let at = 512; at + 512 <= log.length; ) {
    const length = Number(log.readBigUInt64LE(at + 8)) * 512;
    if (log.readBigUInt64LE(at + 16) === 0n) kept.push(log.subarray(at, at + 512 + length));
    at += 512 + length;
  }
  return Buffer.concat(kept);
}
