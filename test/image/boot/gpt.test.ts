import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfigPartition, readGpt } from '../../../image/boot/gpt.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpt-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the partition table of an image', () => {
  it('finds the owner’s partition by its name', async () => {
    const image = join(folder, 'image.raw');
    await writeFile(image, disk(['esp', 'RIGFORGE']));
    expect(await findConfigPartition(image)).toEqual({
      number: 2,
      type: 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7',
      uuid: '03020100-0504-0706-0809-0a0b0c0d0e0f',
      name: 'RIGFORGE',
      offset: 2048 * 2 * 512,
      size: 2048 * 512,
    });
  });

  it('says that a file is no disk image', async () => {
    const image = join(folder, 'text');
    await writeFile(image, 'hello');
    await expect(readGpt(image)).rejects.toThrow('no GPT');
  });

  it('says that a disk has no RIGFORGE', async () => {
    const image = join(folder, 'image.raw');
    await writeFile(image, disk(['esp']));
    await expect(findConfigPartition(image)).rejects.toThrow('no partition named RIGFORGE');
  });
});

/** The first sectors of a disk whose partitions have 1 MiB each, from 1 MiB on. */
function disk(names: readonly string[]): Buffer {
  const bytes = Buffer.alloc(512 * 34);
  bytes.write('EFI PART', 512);
  bytes.writeBigUInt64LE(2n, 512 + 72);
  bytes.writeUInt32LE(128, 512 + 80);
  bytes.writeUInt32LE(128, 512 + 84);
  names.forEach((name, index) => {
    const entry = bytes.subarray(1024 + index * 128, 1024 + (index + 1) * 128);
    entry.write('a2a0d0ebe5b9334487c068b6b72699c7', 'hex');
    for (let i = 0; i < 16; i++) entry[16 + i] = i;
    entry.writeBigUInt64LE(BigInt(2048 * (index + 1)), 32);
    entry.writeBigUInt64LE(BigInt(2048 * (index + 2) - 1), 40);
    entry.write(name, 56, 'utf16le');
  });
  return bytes;
}
