/**
 * Puts GRUB for BIOS machines into a raw GPT image: the boot sector and the core in the BIOS boot partition. What
 * `grub-bios-setup` does for this one case, without its need for a device or root. Offsets from GRUB 2.12's
 * `include/grub/i386/pc/boot.h`.
 */
import { open, readFile } from 'node:fs/promises';
import { readGpt } from './gpt.ts';

const SECTOR = 512;
/** Where the boot sector keeps the number of the core's first sector. */
const KERNEL_SECTOR = 0x5c;
/** GPT type of the partition GRUB's core goes into. */
const BIOS_BOOT_TYPE = '21686148-6449-6e6f-744e-656564454649';
/** A jump that distrusts the drive number; two NOPs make a hard disk's BIOS number count, as grub-bios-setup does. */
const DRIVE_CHECK = 0x66;
/** The disk's signature and old partition table, which stay as they are. */
const DISK_SIGNATURE = 0x1b8;
const PARTITION_TABLE_END = 0x1fe;
/** In the core's first sector: where the rest of it is (sector, count, load segment). */
const BLOCK_LIST = 0x1f4;
const SECOND_SECTOR_SEGMENT = 0x820;

/**
 * Writes `bootFile` (boot.img) and `coreFile` (core.img, made with a prefix relative to its own disk) into `imageFile`.
 * Throws when there is no BIOS boot partition or the core does not fit.
 */
export async function installBiosBoot(imageFile: string, bootFile: string, coreFile: string): Promise<void> {
  const [boot, core] = await Promise.all([readFile(bootFile), readFile(coreFile)]);
  const partition = (await readGpt(imageFile)).find(({ type }) => type === BIOS_BOOT_TYPE);
  if (!partition) throw new Error(`${imageFile} has no BIOS boot partition`);
  if (core.length > partition.size) {
    throw new Error(`GRUB's core has ${core.length} bytes, the BIOS boot partition only ${partition.size}`);
  }
  const firstSector = partition.offset / SECTOR;
  const image = await open(imageFile, 'r+');
  try {
    const current = Buffer.alloc(SECTOR);
    await image.read(current, 0, SECTOR, 0);
    await image.write(coreFor(core, firstSector), 0, undefined, firstSector * SECTOR);
    await image.write(bootSectorFor(boot, current, firstSector), 0, SECTOR, 0);
  } finally {
    await image.close();
  }
}

/** The boot sector that loads the core from `coreSector` and keeps the partition table of `current`. */
export function bootSectorFor(boot: Buffer, current: Buffer, coreSector: number): Buffer {
  const sector = Buffer.from(boot.subarray(0, SECTOR));
  sector.writeBigUInt64LE(BigInt(coreSector), KERNEL_SECTOR);
  sector.fill(0x90, DRIVE_CHECK, DRIVE_CHECK + 2);
  current.copy(sector, DISK_SIGNATURE, DISK_SIGNATURE, PARTITION_TABLE_END);
  return sector;
}

/** The core, told where its own second sector is. */
export function coreFor(core: Buffer, firstSector: number): Buffer {
  const whole = Buffer.alloc(Math.ceil(core.length / SECTOR) * SECTOR);
  core.copy(whole);
  whole.writeBigUInt64LE(BigInt(firstSector + 1), BLOCK_LIST);
  whole.writeUInt16LE(whole.length / SECTOR - 1, BLOCK_LIST + 8);
  whole.writeUInt16LE(SECOND_SECTOR_SEGMENT, BLOCK_LIST + 10);
  return whole;
}
