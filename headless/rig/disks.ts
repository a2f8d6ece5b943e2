/** Which disk this system was copied from, and what was written to the computer's own ones, as the kernel counts it. Read only. */
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disks } from '../snapshot.ts';
import { exists, listFolder, readNumber, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const BLOCK = 'sys/block';
/** Label of the owner's partition in the partition table (`image/repart`). */
const OWNERS_PARTITION = 'RIGFORGE';
/** Field of `stat` that counts sectors of 512 bytes written (Documentation/block/stat.rst), from 0. */
const SECTORS_WRITTEN = 6;

/**
 * The disks with a device behind them and a medium in them: no loop, RAM or mapped devices, no optical drives, and not the
 * stick of this boot. `bootDisk` is the stick's kernel name at boot, null after netboot and on a laptop.
 */
export async function readDisks(machine: MachineSource, bootDisk: string | null): Promise<Disks> {
  const names = (await listFolder(machine, BLOCK)).filter((name) => name !== bootDisk);
  const written = await Promise.all(names.map((name) => sectorsWritten(machine, name)));
  const disks = written.filter((sectors) => sectors !== null);
  return { count: disks.length, sectorsWritten: disks.reduce((sum, sectors) => sum + sectors, 0) };
}

/** Null for what is not one of the computer's disks. */
async function sectorsWritten(machine: MachineSource, name: string): Promise<number | null> {
  // sr: optical drives; boot and rpmb: firmware areas of a memory chip that is counted as a whole already.
  if (/^sr\d|boot\d+$|rpmb$/.test(name)) return null;
  const folder = `${BLOCK}/${name}`;
  const [device, hidden, size, stat] = await Promise.all([
    exists(machine, `${folder}/device`),
    readNumber(machine, `${folder}/hidden`), // one of several paths to a disk
    readNumber(machine, `${folder}/size`),
    readText(machine, `${folder}/stat`),
  ]);
  if (!device || hidden === 1 || !size || stat === null) return null;
  const sectors = Number(stat.split(/\s+/)[SECTORS_WRITTEN]);
  if (!Number.isSafeInteger(sectors)) return null;
  return (await isStick(machine, name)) ? null : sectors;
}

/** The stick comes back under another name when it was taken out and put in again. */
async function isStick(machine: MachineSource, name: string): Promise<boolean> {
  const path = await realpath(join(machine.root, BLOCK, name)).catch(() => '');
  if (!/\/usb\d+\//.test(path)) return false;
  const partitions = (await listFolder(machine, `${BLOCK}/${name}`)).filter((entry) =>
    entry.startsWith(name),
  );
  const events = await Promise.all(
    partitions.map((partition) => readText(machine, `${BLOCK}/${name}/${partition}/uevent`)),
  );
  return events.some((event) => event?.split('\n').includes(`PARTNAME=${OWNERS_PARTITION}`));
}

/** Kernel name of the disk that the system was copied from, as the initrd noted it; null after netboot and on a laptop. */
export async function readBootDisk(runDirectory: string): Promise<string | null> {
  const text = await readFile(`${runDirectory}/boot-disk`, 'utf8').catch(() => '');
  return text.trim() || null;
}
