import { open } from 'node:fs/promises';

const SECTOR = 512;

/** One used entry of a GUID partition table. Offsets and sizes in bytes; GUIDs in lower case. */
export interface Partition {
  readonly number: number;
  readonly type: string;
  readonly uuid: string;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * Reads the GPT of a raw image with 512-byte sectors (UEFI specification 2.10, chapter 5.3).
 * Throws when there is none.
 */
export async function readGpt(image: string): Promise<Partition[]> {
  const file = await open(image, 'r');
  try {
    const header = await readAt(file, SECTOR, SECTOR);
    if (header.toString('latin1', 0, 8) !== 'EFI PART')
      throw new Error(`${image} has no GPT: not a disk image`);
    const count = header.readUInt32LE(80);
    const entrySize = header.readUInt32LE(84);
    if (count > 1024 || entrySize < 128 || entrySize > 4096)
      throw new Error(`${image}: its GPT makes no sense`);
    const table = await readAt(file, Number(header.readBigUInt64LE(72)) * SECTOR, count * entrySize);
    return parseEntries(table, entrySize);
  } finally {
    await file.close();
  }
}

/** The owner's FAT partition, by its GPT name. Throws when the image has none. */
export async function findConfigPartition(image: string): Promise<Partition> {
  const found = (await readGpt(image)).find((p) => p.name.toUpperCase() === 'RIGFORGE');
  if (found === undefined) throw new Error(`${image} has no partition named RIGFORGE`);
  return found;
}

async function readAt(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function parseEntries(table: Buffer, entrySize: number): Partition[] {
  const partitions: Partition[] = [];
  for (let at = 0; at + entrySize <= table.length; at += entrySize) {
    const entry = table.subarray(at, at + entrySize);
    const type = guid(entry.subarray(0, 16));
    if (type === '00000000-0000-0000-0000-000000000000') continue;
    const first = Number(entry.readBigUInt64LE(32));
    const last = Number(entry.readBigUInt64LE(40));
    partitions.push({
      number: at / entrySize + 1,
      type,
      uuid: guid(entry.subarray(16, 32)),
      name: entry.toString('utf16le', 56, 128).replace(/\0.*$/s, ''),
      offset: first * SECTOR,
      size: (last - first + 1) * SECTOR,
    });
  }
  return partitions;
}

/** GUIDs are stored with their first three fields little-endian. */
function guid(raw: Buffer): string {
  const hex = Buffer.concat([
    Buffer.from(raw.subarray(0, 4)).reverse(),
    Buffer.from(raw.subarray(4, 6)).reverse(),
    Buffer.from(raw.subarray(6, 8)).reverse(),
    raw.subarray(8, 16),
  ]).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
