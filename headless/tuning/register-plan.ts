import type { RigFacts } from '../rig/facts.ts';
import { chooseMsrPreset, type MsrPresetName } from './msr-presets.ts';

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
