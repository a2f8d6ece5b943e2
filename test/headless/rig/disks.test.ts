import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDisks } from '../../../headless/rig/disks.ts';
import { liveMachine, type MachineSource } from '../../../headless/rig/machine-source.ts';
import { machineWith } from './facts-tree.ts';

/** The files of one block device at its place in the device tree, with links as in `/sys/block`. */
function disk(
  place: string,
  options: { written: number; size?: number; device?: boolean; files?: Record<string, string> },
): Record<string, string> {
  const { written, size = 1000, device = true, files = {} } = options;
  const folder = `sys/devices/${place}`;
  return {
    [`${folder}/size`]: `${size}\n`,
    [`${folder}/stat`]: `  12  0  96  4  7  1  ${written}  3  0  5  7\n`,
    ...(device ? { [`${folder}/device/uevent`]: 'DRIVER=sd\n' } : {}),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text])),
  };
}

async function machineWithDisks(...disks: Record<string, string>[]): Promise<MachineSource> {
  const files = Object.assign({}, ...disks) as Record<string, string>;
  const machine = await machineWith(files);
  await mkdir(join(machine.root, 'sys/block'));
  for (const path of Object.keys(files)) {
    const place = /^sys\/devices\/(.*)\/size$/.exec(path)?.[1];
    if (place)
      await symlink(`../devices/${place}`, join(machine.root, 'sys/block', place.split('/').at(-1) ?? ''));
  }
  return machine;
}

const SATA = 'pci0000:00/ata1/host0/block';
const USB = 'pci0000:00/usb2/2-1/host6/block';

it('counts what was written to the disks of the computer, and nothing else', async () => {
  const machine = await machineWithDisks(
    disk(`${SATA}/sda`, { written: 8 }),
    disk('pci0000:00/nvme/nvme0/nvme0n1', { written: 16 }),
    disk('pci0000:00/nvme/nvme0/nvme0c0n1', { written: 16, files: { hidden: '1\n' } }),
    disk('platform/mmc0/mmcblk0', { written: 32 }),
    disk('platform/mmc0/mmcblk0boot0', { written: 1 }),
    disk('virtual/block/loop0', { written: 500, device: false }),
    disk('virtual/block/zram0', { written: 500, device: false }),
    disk('virtual/block/dm-0', { written: 500, device: false }),
    disk(`${SATA}/sr0`, { written: 0 }),
    disk(`${USB}/sdb`, { written: 4000 }),
    disk(`${USB}/sdc`, { written: 0, size: 0 }),
  );
  expect(await readDisks(machine, 'sdb')).toEqual({ count: 3, sectorsWritten: 56 });
});

it('knows the stick when it comes back under another name; a copy of the image on an internal disk is a disk', async () => {
  const partition = { PART: 'DEVTYPE=partition\nPARTN=3\nPARTNAME=RIGFORGE\n' };
  const machine = await machineWithDisks(
    disk(`${SATA}/sda`, { written: 0, files: { 'sda3/uevent': partition.PART } }),
    disk(`${USB}/sdc`, { written: 77, files: { 'sdc3/uevent': partition.PART } }),
    disk(`${USB}/sdd`, { written: 5, files: { 'sdd1/uevent': 'DEVTYPE=partition\nPARTNAME=photos\n' } }),
  );
  expect(await readDisks(machine, 'sdb')).toEqual({ count: 2, sectorsWritten: 5 });
});

it('finds no disk where there is none, and reads the computer the tests run on', async () => {
  expect(await readDisks(await machineWith({}), null)).toEqual({ count: 0, sectorsWritten: 0 });
  const here = await readDisks(liveMachine(), null);
  expect(here.count).toBeGreaterThanOrEqual(0);
});
