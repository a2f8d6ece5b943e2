import { exists, listFolder, readText } from '../rig/files.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import type { TuningRecord } from '../snapshot.ts';
import { WORTH } from './worth.ts';

const CPUFREQ = 'sys/devices/system/cpu/cpufreq';
const WANTED = 'performance';

/**
 * Sets every frequency policy to `performance`, and its energy preference where the driver has one, then reads both
 * back. `readOnly` only reads.
 */
export async function applyGovernor(
  machine: MachineSource,
  { readOnly }: { readOnly: boolean },
): Promise<TuningRecord> {
  const record = { knob: 'governor' as const, worth: WORTH.unknown };
  const policies = (await listFolder(machine, CPUFREQ)).filter((name) => /^policy\d+$/.test(name));
  if (policies.length === 0) {
    const why = 'The kernel does not control the clock of this machine.';
    return { ...record, asked: 'none', effective: 'none', status: 'notApplicable', why };
  }
  const errors: string[] = [];
  if (!readOnly) for (const policy of policies) errors.push(...(await setPolicy(machine, policy)));
  const governors = await Promise.all(policies.map((policy) => readText(machine, governorOf(policy))));
  const preferences = await Promise.all(policies.map((policy) => readText(machine, preferenceOf(policy))));
  const hasPreference = preferences.some((preference) => preference !== null);
  const right = policies.filter(
    (_, i) => governors[i] === WANTED && (preferences[i] === null || preferences[i] === WANTED),
  );
  const others = [...new Set(governors.filter((governor) => governor !== WANTED))].join(', ');
  const where = policies.length === 1 ? 'the clock' : `${right.length} of ${policies.length} clocks`;
  return {
    ...record,
    asked: hasPreference ? `${WANTED}, energy preference ${WANTED}` : WANTED,
    effective: right.length > 0 ? `${WANTED} on ${where}` : others || `${WANTED}, other energy preference`,
    status: right.length === policies.length ? 'full' : right.length > 0 ? 'partial' : 'refused',
    why: right.length === policies.length ? null : (errors[0] ?? `Some clocks still run on: ${others}.`),
  };
}

/** Governor first: some drivers fix the energy preference by it and then refuse to have it written. */
async function setPolicy(machine: MachineSource, policy: string): Promise<string[]> {
  const errors: string[] = [];
  for (const path of [governorOf(policy), preferenceOf(policy)]) {
    if (!(await exists(machine, path)) || (await readText(machine, path)) === WANTED) continue;
    await machine.write(path, WANTED).catch((error: unknown) => {
      errors.push(`/${path}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return errors;
}

function governorOf(policy: string): string {
  return `${CPUFREQ}/${policy}/scaling_governor`;
}

function preferenceOf(policy: string): string {
  return `${CPUFREQ}/${policy}/energy_performance_preference`;
}
