/**
 * What a machine wrote on a disk, as QEMU's `blklogwrites` records it (the format of Linux's dm-log-writes), and what of it may be on the disk
 * after a power cut: everything up to the last flush, and of what came later any sectors in any order.
 */
import type { FileHandle } from 'node:fs/promises';
import type { Random } from '../../tui/random-snapshot.ts';

export const SECTOR = 512;
/** `WRITE_LOG_MAGIC` and the flags of drivers/md/dm-log-writes.c. */
const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const DISCARD = 4n;

/** One sector that was written; `data` has 512 bytes. */
export interface SectorWrite {
  sector: number;
  data: Buffer;
}

/** The sectors written between one flush and the next, in their order. */
export type Epoch = SectorWrite[];

/**
 * Reads a log up to its end; its own count is only brought up to date with a flush. The last epoch is what came after the last flush. A
 * kernel that believes a disk to write through, as Linux does of most USB sticks, never flushes: then each request is an epoch, because it was
 * waited for. Throws when it is no log, or cut off.
 */
export function readWriteLog(log: Buffer): Epoch[] {
  if (log.length < SECTOR || log.readBigUInt64LE(0) !== MAGIC) throw new Error('this is no log of writes');
  const size = log.readUInt32LE(24);
  const requests: { sectors: SectorWrite[]; flushes: boolean }[] = [];
  for (let at = size; at + size <= log.length; ) {
    const [first, count, flags] = [0, 8, 16].map((offset) => log.readBigUInt64LE(at + offset));
    if (first === undefined || count === undefined || flags === undefined) throw new Error('unreachable');
    at += size;
    const sectors: SectorWrite[] = [];
    const length = flags & DISCARD ? 0 : Number(count) * size;
    if (at + length > log.length) throw new Error('the log of writes is cut off');
    for (let index = 0; index < length; index += SECTOR) {
      const data = log.subarray(at + index, at + index + SECTOR);
      sectors.push({ sector: (Number(first) * size + index) / SECTOR, data });
    }
    requests.push({ sectors, flushes: (flags & FLUSH) !== 0n });
    at += length;
  }
  if (!requests.some(({ flushes }) => flushes)) return requests.map(({ sectors }) => sectors);
  const epochs: Epoch[] = [[]];
  for (const { sectors, flushes } of requests) {
    epochs.at(-1)?.push(...sectors);
    if (flushes) epochs.push([]);
  }
  return epochs;
}

/** What may have reached the disk of one epoch: every beginning of it, and `more` other choices of its sectors. */
export function cutsOf(epoch: Epoch, more: number, random: Random): SectorWrite[][] {
  const beginnings = Array.from({ length: epoch.length + 1 }, (_, length) => epoch.slice(0, length));
  const choices = Array.from({ length: epoch.length > 1 ? more : 0 }, () =>
    epoch.filter(() => random() < 0.5),
  );
  return [...beginnings, ...choices];
}

/** Writes the sectors and returns what puts the disk back as it was. */
export async function apply(disk: FileHandle, writes: readonly SectorWrite[]): Promise<() => Promise<void>> {
  const before: SectorWrite[] = [];
  for (const { sector, data } of writes) {
    const old = Buffer.alloc(SECTOR);
    await disk.read(old, 0, SECTOR, sector * SECTOR);
    before.unshift({ sector, data: old });
    await disk.write(data, 0, SECTOR, sector * SECTOR);
  }
  return async () => {
    for (const { sector, data } of before) await disk.write(data, 0, SECTOR, sector * SECTOR);
  };
}
