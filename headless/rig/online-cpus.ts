import { parseCpuList, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const ONLINE = 'sys/devices/system/cpu/online';

/** The CPUs that run now; the first one where the kernel does not say. */
export async function readOnlineCpus(machine: MachineSource): Promise<number[]> {
  return parseCpuList((await readText(machine, ONLINE)) ?? '0');
}

/** Looks at the CPUs and tells whether others run than at the look before; the first look has nothing to compare with. */
export function createCpuWatch(machine: MachineSource): () => Promise<boolean> {
  let before: string | null = null;
  return async () => {
    const now = (await readOnlineCpus(machine)).join();
    const changed = before !== null && now !== before;
    before = now;
    return changed;
  };
}
