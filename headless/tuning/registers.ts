import type { MachineSource } from '../rig/machine-source.ts';
import type { TuningRecord } from '../snapshot.ts';
import { applyGovernor } from './governor.ts';
import { applyMsrPreset } from './msr.ts';
import { msrRecord } from './msr-record.ts';
import { openOldRegisters } from './old-registers.ts';
import type { RegisterPlan } from './register-plan.ts';

/**
 * What has to be done on each CPU by itself, and so again when one comes online: registers and clock. `oldRegisters` is the file
 * that keeps the values found; `skip` leaves the registers alone altogether.
 */
export async function tuneCpus(
  machine: MachineSource,
  plan: RegisterPlan,
  options: { readOnly: boolean; oldRegisters: string; skip?: boolean },
): Promise<{ msr: TuningRecord; governor: TuningRecord }> {
  const { readOnly } = options;
  const governor = await applyGovernor(machine, { readOnly });
  const old = await openOldRegisters(options.oldRegisters);
  const preset = options.skip ? null : plan.preset;
  const outcomes = preset === null ? [] : await applyMsrPreset(machine, preset, { readOnly, old });
  return { msr: msrRecord(plan, outcomes), governor };
}
