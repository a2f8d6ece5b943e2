import type { MachineSource } from '../rig/machine-source.ts';
import { readOnlineCpus } from '../rig/online-cpus.ts';
import { openRegisters } from './msr-device.ts';
import type { OldRegisters } from './old-registers.ts';

/** How many CPUs read as before again, and how many were written in all. */
export interface Restored {
  cpus: number;
  of: number;
}

/**
 * Puts back what the registers held before the engine wrote them, on every CPU that is still there, and forgets it. A CPU that
 * went away has lost its registers with it. Never rejects for a register: the next power cycle resets them all anyway.
 */
export async function restoreRegisters(
  machine: MachineSource,
  old: OldRegisters,
  stride = 1,
): Promise<Restored> {
  const online = new Set(await readOnlineCpus(machine));
  const cpus = Map.groupBy(
    old.all().filter(({ cpu }) => online.has(cpu)),
    ({ cpu }) => cpu,
  );
  let restored = 0;
  for (const [cpu, registers] of cpus) {
    const done = await restoreCpu(machine, cpu, registers, stride).catch(() => false);
    if (done) restored += 1;
  }
  await old.forget();
  return { cpus: restored, of: cpus.size };
}

async function restoreCpu(
  machine: MachineSource,
  cpu: number,
  registers: readonly { register: number; value: bigint }[],
  stride: number,
): Promise<boolean> {
  const file = await openRegisters(machine, cpu, { readOnly: false, stride });
  try {
    let all = true;
    for (const { register, value } of registers) {
      // Nothing to do where the write never took; under lockdown the kernel logs every attempt.
      if ((await file.read(register)) === value) continue;
      await file.write(register, value);
      all &&= (await file.read(register)) === value;
    }
    return all;
  } finally {
    await file.close();
  }
}
