import type { CpuFacts } from './facts.ts';
import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/**
 * Whether the cores could run two threads each and do not: switched off in the kernel, which says so, or in the firmware. Then the
 * kernel sees a CPU without SMT, and only the board's tables still know of more threads (`threads`).
 */
export async function readSmtOff(
  machine: MachineSource,
  cpu: Pick<CpuFacts, 'cores' | 'threads'>,
  threads: number | null,
): Promise<boolean> {
  const control = await readText(machine, 'sys/devices/system/cpu/smt/control');
  if (control === 'off' || control === 'forceoff') return true;
  return cpu.threads === cpu.cores && threads !== null && threads >= 2 * cpu.cores;
}
