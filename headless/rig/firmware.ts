import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FirmwareFacts } from './facts.ts';
import { exists, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/** UEFI's global variable (UEFI specification 3.3); four bytes of attributes stand before the value. */
const SECURE_BOOT = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

/** How the machine was started, and what the kernel forbids because of it. Both are read, neither is inferred. */
export async function readFirmware(machine: MachineSource): Promise<FirmwareFacts> {
  const uefi = await exists(machine, 'sys/firmware/efi');
  return {
    kind: uefi ? 'uefi' : 'bios',
    secureBoot: uefi ? await readSecureBoot(machine) : false,
    lockdown: await readLockdown(machine),
  };
}

async function readSecureBoot(machine: MachineSource): Promise<boolean | null> {
  const variable = await readFile(join(machine.root, SECURE_BOOT)).catch(() => null);
  return variable?.[4] === undefined ? null : variable[4] === 1;
}

/** The kernel marks the level in force with brackets: `none [integrity] confidentiality`. */
async function readLockdown(machine: MachineSource): Promise<FirmwareFacts['lockdown']> {
  const text = await readText(machine, 'sys/kernel/security/lockdown');
  const level = /\[(none|integrity|confidentiality)\]/.exec(text ?? '')?.[1];
  return level === 'none' || level === 'integrity' || level === 'confidentiality' ? level : null;
}
