import { listFolder, readNumber } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const CPUFREQ = 'sys/devices/system/cpu/cpufreq';

/** The clock of the middle one of all frequency policies, ordered by how near it is to its own maximum. */
export interface ClockUnderLoad {
  megahertz: number;
  mostMegahertz: number;
}

/** Reads the clock as it is now; of use while every core hashes. Null where the kernel does not control it. */
export async function readClock(machine: MachineSource): Promise<ClockUnderLoad | null> {
  const policies = (await listFolder(machine, CPUFREQ)).filter((name) => /^policy\d+$/.test(name));
  const clocks = await Promise.all(policies.map((policy) => readPolicy(machine, policy)));
  const known = clocks.filter((clock) => clock !== null);
  known.sort((a, b) => a.megahertz / a.mostMegahertz - b.megahertz / b.mostMegahertz);
  return known[Math.floor(known.length / 2)] ?? null;
}

/** Both files are in kHz (Linux, admin-guide/pm/cpufreq). */
async function readPolicy(machine: MachineSource, policy: string): Promise<ClockUnderLoad | null> {
  const [now, most] = await Promise.all([
    readNumber(machine, `${CPUFREQ}/${policy}/scaling_cur_freq`),
    readNumber(machine, `${CPUFREQ}/${policy}/cpuinfo_max_freq`),
  ]);
  if (!now || !most || now < 0 || most < 0) return null;
  return { megahertz: Math.round(now / 1000), mostMegahertz: Math.round(most / 1000) };
}
