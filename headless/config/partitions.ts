/** Which partition is this stick's own config partition. Pure but for `listPartitions`, which runs lsblk. */
import * as z from 'zod';
import type { Run } from '../system/run-program.ts';

export interface Partition {
  path: string;
  /** Kernel name of the disk it is on, as in `sda`. */
  disk: string;
  usb: boolean;
  partUuid: string;
}

const COLUMNS = 'NAME,PATH,PKNAME,TYPE,TRAN,PARTUUID';
const MAX_DEVICES = 1000;

const optional = z.string().nullish();
const deviceSchema = z.object({
  name: z.string(),
  path: z.string().startsWith('/dev/'),
  pkname: optional,
  type: optional,
  tran: optional,
  partuuid: optional,
});
const listSchema = z.object({ blockdevices: z.array(z.unknown()) });

/** All partitions of this machine. Throws where lsblk cannot be run or says something else. */
export async function listPartitions(run: Run): Promise<Partition[]> {
  return parsePartitions(await run('lsblk', ['--json', '--list', '--output', COLUMNS]));
}

/** Reads lsblk's JSON list. Only the disk's own line knows how it is connected. */
export function parsePartitions(json: string): Partition[] {
  const devices = listSchema
    .parse(JSON.parse(json))
    .blockdevices.slice(0, MAX_DEVICES)
    .flatMap((device) => {
      const parsed = deviceSchema.safeParse(device);
      return parsed.success ? [parsed.data] : [];
    });
  const usbDisks = new Set(devices.filter(({ tran }) => tran === 'usb').map(({ name }) => name));
  const partitions = new Map<string, Partition>();
  for (const { path, pkname, type, partuuid } of devices) {
    if (type !== 'part' || !pkname || !partuuid) continue;
    partitions.set(path, { path, disk: pkname, usb: usbDisks.has(pkname), partUuid: partuuid.toLowerCase() });
  }
  return [...partitions.values()];
}

/**
 * The partitions that may be read: those with the running build's mark on USB disks, or, where there is none, the one on
 * the disk this machine was booted from. An internal disk that merely holds a copy of the image is never among them.
 */
export function candidates(partitions: Partition[], partUuid: string, bootDisk: string | null): Partition[] {
  // Netboot: nothing that is plugged in belongs to this boot.
  if (bootDisk === null || partUuid === '') return [];
  const ours = partitions.filter((partition) => partition.partUuid === partUuid.toLowerCase());
  const usb = ours.filter((partition) => partition.usb);
  return usb.length > 0 ? usb : ours.filter((partition) => partition.disk === bootDisk);
}
