import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfigPartition, readGpt } from '../../image/gpt.ts';

const UUID = '03020100-0504-0706-0809-0a0b0c0d0e0f';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpt-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the partition table of an image', () => {
  it('finds the owner’s partition by its name', async () => {
    const image = await disk('label: gpt', ['esp', 'RIGFORGE']);
    expect(await findConfigPartition(image)).toEqual({
      type: 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7',
      uuid: UUID,
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

  it('says that a disk has the old kind of table', async () => {
    await expect(readGpt(await disk('label: dos', [null, null]))).rejects.toThrow('no GPT');
  });

  it('says that a disk has no partition, or no RIGFORGE', async () => {
    expect(await readGpt(await disk('label: gpt', []))).toEqual([]);
    const image = await disk('label: gpt', ['esp']);
    await expect(findConfigPartition(image)).rejects.toThrow('no partition named RIGFORGE');
  });
});

/** A disk whose partitions have 1 MiB each, from 1 MiB on. */
async function disk(label: string, names: readonly (string | null)[]): Promise<string> {
  const image = join(folder, `${names.length}.raw`);
  await writeFile(image, '');
  await truncate(image, 8 << 20);
  const parts = names.map((name, index) => {
    const gpt =
      name === null
        ? 'type=c'
        : `type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7, name=${name}, uuid=${index === 1 ? UUID : ''}`;
    return `start=${2048 * (index + 1)}, size=2048, ${gpt.replace(/, uuid=$/, '')}`;
  });
  await execa('sfdisk', ['--quiet', image], {
    input: [label, ...parts].join('\n'),
    env: { PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  return image;
}
