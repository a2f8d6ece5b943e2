/** Small trees of `/proc` and `/sys` for what the recorded computers do not show. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { liveMachine, type MachineSource } from '../../../headless/rig/machine-source.ts';

/** A machine with these files and addresses, removed when the test ends. */
export async function machineWith(
  files: Record<string, string | Buffer>,
  addresses: Record<string, string[]> = {},
): Promise<MachineSource> {
  const root = await mkdtemp(join(tmpdir(), 'rig-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return {
    ...liveMachine(root),
    inventory: async () => ({ cores: null, l2Bytes: null, l3Bytes: null }),
    addresses: async () => addresses,
  };
}

/** The files of one network card. */
export function nic(
  name: string,
  {
    mac,
    assigned = 0,
    usb = false,
    carrier = true,
  }: { mac: string; assigned?: number; usb?: boolean; carrier?: boolean },
): Record<string, string> {
  const folder = `sys/class/net/${name}`;
  return {
    [`${folder}/type`]: '1\n',
    [`${folder}/address`]: `${mac}\n`,
    [`${folder}/addr_assign_type`]: `${assigned}\n`,
    [`${folder}/carrier`]: carrier ? '1\n' : '0\n',
    [`${folder}/device/uevent`]: usb ? 'DEVTYPE=usb_interface\nDRIVER=r8152\n' : 'DRIVER=e1000e\n',
  };
}
