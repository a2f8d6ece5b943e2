import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';
import { listPhysicalNics } from './network.ts';

/** What tells one rig from another. Cheap boards share UUIDs and serials, so the network card is part of it. */
export interface Identity {
  boardUuid: string | null;
  boardSerial: string | null;
  /** Lowest permanent address of the physical network cards. */
  mac: string | null;
}

/** A network driver may still be loading when the engine starts; without its address two like boards share a name. */
const NIC_PATIENCE_MS = 5000;

/** Host name and worker label of this computer: `rig-` and six hex digits, the same at every boot. */
export async function readLabel(machine: MachineSource): Promise<string> {
  const [boardUuid, boardSerial, mac] = await Promise.all([
    readText(machine, 'sys/class/dmi/id/product_uuid'),
    readText(machine, 'sys/class/dmi/id/board_serial'),
    readLowestMac(machine),
  ]);
  return deriveLabel({ boardUuid, boardSerial, mac });
}

/** SHA-256 over the three values, lower case, trimmed, one a line (an unknown one is an empty line), first six digits. */
export function deriveLabel({ boardUuid, boardSerial, mac }: Identity): string {
  const lines = [boardUuid, boardSerial, mac].map((value) => (value ?? '').trim().toLowerCase());
  return `rig-${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 6)}`;
}

/** Built-in cards come before USB adapters, which move from machine to machine. */
async function readLowestMac(machine: MachineSource): Promise<string | null> {
  for (let waited = 0; ; waited += 100) {
    const nics = (await listPhysicalNics(machine)).filter((nic) => nic.permanentMac !== null);
    const builtIn = nics.filter((nic) => !nic.usb);
    const lowest = (builtIn.length > 0 ? builtIn : nics).map((nic) => nic.permanentMac).sort()[0];
    if (lowest) return lowest;
    if (!machine.live || machine.root !== '/' || waited >= NIC_PATIENCE_MS) return null;
    await sleep(100);
  }
}
