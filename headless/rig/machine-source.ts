import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { type Inventory, inventorySchema, readInventory } from './inventory.ts';

/** Addresses by interface name, in `address/prefix` form. */
const addressesSchema = z.record(z.string(), z.array(z.string()));
export type InterfaceAddresses = z.infer<typeof addressesSchema>;

/** What `machine.json` of a recorded computer holds beside the `proc/` and `sys/` files. */
export const recordingSchema = z.object({ inventory: inventorySchema, addresses: addressesSchema });
export type Recording = z.infer<typeof recordingSchema>;

/**
 * A computer to look at, and, where it is live, to tune. Every function of the engine that touches the machine
 * takes one of these, so that a recorded computer can stand in for a real one.
 */
export interface MachineSource {
  name: string;
  /** Folder that holds `proc/`, `sys/` and `dev/`; `/` on a real machine. */
  root: string;
  /** False for a recording. */
  live: boolean;
  /** Whether writes land: on a real machine, and on the copy of a recording that is played. */
  changeable: boolean;
  inventory(): Promise<Inventory>;
  addresses(): Promise<InterfaceAddresses>;
  /** Writes one value to an existing kernel file; rejects with the system's error. `path` is below the root. */
  write(path: string, value: string): Promise<void>;
}

/** The computer this program runs on; a test may give a root of its own. */
export function liveMachine(root = '/'): MachineSource {
  return {
    name: 'this computer',
    root,
    live: true,
    changeable: true,
    inventory: readInventory,
    addresses: async () => addressesOf(networkInterfaces()),
    write: (path, value) => writeExisting(join(root, path), value),
  };
}

/** Folder of the recorded computers in a checkout. */
const RECORDINGS = resolve(import.meta.dirname, '../../test/machines');

/** A recorded computer, by name; rejects with a sentence when there is none of that name. */
export async function recordedMachine(name: string, dir = RECORDINGS): Promise<MachineSource> {
  const root = join(dir, basename(name));
  const text = await readFile(join(root, 'machine.json'), 'utf8').catch(() => {
    throw new Error(`There is no recorded computer "${name}" in ${dir}.`);
  });
  const recording = recordingSchema.parse(JSON.parse(text));
  return {
    name,
    root,
    live: false,
    changeable: false,
    inventory: async () => recording.inventory,
    addresses: async () => recording.addresses,
    write: async (path) => {
      throw new Error(`${path}: a recorded computer cannot be changed`);
    },
  };
}

/**
 * A copy of a recorded computer of one's own, below `folder`: what is written stays there and reads back as a kernel would say
 * it, so that tuning runs as on the real one.
 */
export async function playedMachine(folder: string): Promise<MachineSource> {
  const recorded = await recordedMachine(basename(folder), dirname(folder));
  return {
    ...recorded,
    changeable: true,
    write: async (path, value) => {
      await writeExisting(join(folder, path), value);
      // The kernel moves both counters; nobody has used a page yet.
      if (path.endsWith('/nr_hugepages'))
        await writeExisting(join(folder, path.replace('/nr_', '/free_')), value);
    },
  };
}

function addressesOf(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): InterfaceAddresses {
  return Object.fromEntries(
    Object.entries(interfaces).map(([name, list]) => [name, (list ?? []).flatMap((a) => a.cidr ?? [])]),
  );
}

/** Never creates: a kernel file that is not there must be an error, also below a test's root. */
async function writeExisting(path: string, value: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC);
  try {
    await file.write(value);
  } finally {
    await file.close();
  }
}
