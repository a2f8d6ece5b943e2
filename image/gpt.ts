/** The partitions of a raw disk image, as util-linux's sfdisk reads them. */
import { execa } from 'execa';
import { z } from 'zod';

/** One used entry of a GUID partition table. Offsets and sizes in bytes; GUIDs in lower case. */
export interface Partition {
  readonly type: string;
  readonly uuid: string;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** Debian keeps sfdisk where only root looks for programs. */
const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;

/** `sfdisk --json`; `start` and `size` in sectors. */
const tableSchema = z.object({
  partitiontable: z.object({
    label: z.literal('gpt'),
    sectorsize: z.int().min(512).max(4096),
    partitions: z
      .array(
        z.object({
          start: z.int(),
          size: z.int(),
          type: z.guid().toLowerCase(),
          uuid: z.guid().toLowerCase(),
          name: z.string().default(''),
        }),
      )
      .default([]),
  }),
});

/** Reads the GPT of a raw image. Throws when there is none. */
export async function readGpt(image: string): Promise<Partition[]> {
  const { stdout, stderr, failed } = await execa('sfdisk', ['--json', image], {
    reject: false,
    env: { PATH },
  });
  const table = failed ? null : tableSchema.safeParse(JSON.parse(stdout));
  if (!table?.success) throw new Error(`${image} has no GPT: not a disk image. ${stderr}`.trimEnd());
  const { partitions, sectorsize } = table.data.partitiontable;
  return partitions.map(({ start, size, type, uuid, name }) => ({
    type,
    uuid,
    name,
    offset: start * sectorsize,
    size: size * sectorsize,
  }));
}

/** The owner's FAT partition, by its GPT name. Throws when the image has none. */
export async function findConfigPartition(image: string): Promise<Partition> {
  const found = (await readGpt(image)).find((p) => p.name.toUpperCase() === 'RIGFORGE');
  if (found === undefined) throw new Error(`${image} has no partition named RIGFORGE`);
  return found;
}
