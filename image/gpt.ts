/** Reads the partition table of a raw image with 512-byte sectors (UEFI specification 2.10, chapter 5.3). */
import type { FileHandle } from 'node:fs/promises';

const SECTOR = 512;
const ENTRY_BYTES = 128;
/** 21686148-6449-6e6f-744e-656564454649 as it stands on the disk: its bytes spell a sentence. */
const BIOS_BOOT_TYPE = 'Hah!IdontNeedEFI';

/** One partition, in sectors of 512 bytes. `type` is the type identifier's 16 bytes as on the disk. */
export type Partition = { number: number; type: Buffer; firstSector: number; sectors: number };

/** The partitions of an image, in table order. Throws when there is no GPT. */
export async function partitionsOf(image: FileHandle): Promise<Partition[]> {
  const header = await read(image, SECTOR, SECTOR);
  if (header.toString('latin1', 0, 8) !== 'EFI PART') throw new Error('the image has no GPT partition table');
  const first = Number(header.readBigUInt64LE(72)) * SECTOR;
  const count = header.readUInt32LE(80);
  const table = await read(image, first, count * ENTRY_BYTES);
  const partitions: Partition[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = table.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
    const type = Buffer.from(entry.subarray(0, 16));
    if (type.every((byte) => byte === 0)) continue;
    const firstSector = Number(entry.readBigUInt64LE(32));
    const lastSector = Number(entry.readBigUInt64LE(40));
    partitions.push({ number: index + 1, type, firstSector, sectors: lastSector - firstSector + 1 });
  }
  return partitions;
}

/** The partition GRUB's core goes into. Throws when there is none. */
export async function biosBootPartition(image: FileHandle): Promise<Partition> {
  const found = (await partitionsOf(image)).find(({ type }) => type.toString('latin1') === BIOS_BOOT_TYPE);
  if (!found) throw new Error('the image has no BIOS boot partition');
  return found;
}

async function read(image: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  await image.read(buffer, 0, bytes, position);
  return buffer;
}
