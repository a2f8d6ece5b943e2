import type { MachineSource } from '../rig/machine-source.ts';
import { readOnlineCpus } from '../rig/online-cpus.ts';
import { codeOf, openRegisters, type RegisterFile } from './msr-device.ts';
import { MSR_PRESETS, type MsrPresetName, type MsrSetting } from './msr-presets.ts';
import type { OldRegisters } from './old-registers.ts';

/**
 * What became of one register on one CPU. `set`: it reads as wanted, and before our first write of this boot it did not.
 * `already`: it reads as wanted and always did, which proves nothing about the write. `differs`: the write was accepted and did not
 * take, as emulators do.
 */
export interface MsrOutcome {
  cpu: number;
  register: number;
  outcome: 'set' | 'already' | 'differs' | 'failed';
  /** The system's error code (`EPERM`, `EIO`, `ENOENT`) where the outcome is `failed`. */
  code: string | null;
}

export interface MsrOptions {
  readOnly: boolean;
  old: OldRegisters;
  /**
   * Bytes from one register to the next. The driver has each whole register at its own number (1); in an ordinary file,
   * as tests use, neighbours would overlap.
   */
  stride?: number;
}

/** Writes a preset to every CPU that is online and reads it back; `readOnly` only reads. A refused CPU does not stop the others. */
export async function applyMsrPreset(
  machine: MachineSource,
  preset: MsrPresetName,
  options: MsrOptions,
): Promise<MsrOutcome[]> {
  const outcomes: MsrOutcome[] = [];
  for (const cpu of await readOnlineCpus(machine)) {
    const ofCpu = await applyToCpu(machine, cpu, MSR_PRESETS[preset], options);
    outcomes.push(...ofCpu);
    // Lockdown forbids the register on all CPUs alike, and the kernel logs every attempt.
    if (ofCpu.some(({ code }) => code === 'EPERM')) break;
  }
  return outcomes;
}

async function applyToCpu(
  machine: MachineSource,
  cpu: number,
  settings: readonly MsrSetting[],
  { readOnly, old, stride = 1 }: MsrOptions,
): Promise<MsrOutcome[]> {
  let file: RegisterFile;
  try {
    file = await openRegisters(machine, cpu, { readOnly, stride });
  } catch (error) {
    return settings.map(({ register }) => ({ cpu, register, outcome: 'failed', code: codeOf(error) }));
  }
  try {
    const outcomes: MsrOutcome[] = [];
    for (const setting of settings) outcomes.push(await applyRegister(file, cpu, setting, { readOnly, old }));
    return outcomes;
  } finally {
    await file.close();
  }
}

async function applyRegister(
  file: RegisterFile,
  cpu: number,
  { register, value, mask }: MsrSetting,
  { readOnly, old }: Pick<MsrOptions, 'readOnly' | 'old'>,
): Promise<MsrOutcome> {
  try {
    const before = await file.read(register);
    const wanted = (value & mask) | (before & ~mask);
    if (!readOnly) {
      await old.keep(cpu, new Map([[register, before]]));
      await file.write(register, wanted);
    }
    const now = readOnly ? before : await file.read(register);
    if (now !== wanted) return { cpu, register, outcome: 'differs', code: null };
    const original = old.get(cpu, register) ?? wanted;
    return { cpu, register, outcome: original === wanted ? 'already' : 'set', code: null };
  } catch (error) {
    return { cpu, register, outcome: 'failed', code: codeOf(error) };
  }
}
