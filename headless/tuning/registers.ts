import type { RigFacts } from '../rig/facts.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import type { TuningRecord } from '../snapshot.ts';
import { applyGovernor } from './governor.ts';
import { applyMsrPreset } from './msr.ts';
import { chooseMsrPreset, type MsrPresetName } from './msr-presets.ts';
import { msrRecord } from './msr-record.ts';
import { openOldRegisters } from './old-registers.ts';

/** What is to be done with the registers, and what will explain it if it fails. Plain data. */
export interface RegisterPlan {
  /** Null where XMRig has no preset; `why` says why not then. */
  preset: MsrPresetName | null;
  why: string;
  lockdown: RigFacts['firmware']['lockdown'];
  hypervisor: boolean;
}

/** XMRig's preset for this CPU. Pure. */
export function planRegisters({ cpu, firmware }: RigFacts): RegisterPlan {
  const preset = chooseMsrPreset(cpu);
  const why = cpu.aes
    ? `XMRig has no register preset for this CPU (family ${cpu.family}, model ${cpu.model})`
    : 'XMRig has no register preset for CPUs without AES';
  return {
    preset,
    why: preset === null ? why : '',
    lockdown: firmware.lockdown,
    hypervisor: cpu.hypervisor,
  };
}

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
