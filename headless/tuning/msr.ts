import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCpuList, readText } from '../rig/files.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import { MSR_PRESETS, type MsrPresetName, type MsrSetting } from './msr-presets.ts';

/**
 * What became of one register on one CPU. `already`: it read as wanted before the write, which proves nothing about the
 * write. `differs`: the write was accepted and did not take, as emulators do.
 */
export interface MsrOutcome {
  cpu: number;
  register: number;
  outcome: 'set' | 'already' | 'differs' | 'failed';
  /** The system's error code (`EPERM`, `EIO`, `ENOENT`) where the outcome is `failed`. */
  code: string | null;
}

/** Writes a preset to every CPU that is online and reads it back; `readOnly` only reads. A refused CPU does not stop the others. */
export async function applyMsrPreset(
  machine: MachineSource,
  preset: MsrPresetName,
  { readOnly }: { readOnly: boolean },
): Promise<MsrOutcome[]> {
  const online = parseCpuList((await readText(machine, 'sys/devices/system/cpu/online')) ?? '0');
  const outcomes: MsrOutcome[] = [];
  for (const cpu of online) {
    const ofCpu = await applyToCpu(machine, cpu, MSR_PRESETS[preset], readOnly);
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
  readOnly: boolean,
): Promise<MsrOutcome[]> {
  let file: FileHandle;
  try {
    file = await open(join(machine.root, `dev/cpu/${cpu}/msr`), readOnly ? 'r' : 'r+');
  } catch (error) {
    return settings.map(({ register }) => ({ cpu, register, outcome: 'failed', code: codeOf(error) }));
  }
  try {
    const outcomes: MsrOutcome[] = [];
    for (const setting of settings) outcomes.push(await applyRegister(file, cpu, setting, readOnly));
    return outcomes;
  } finally {
    await file.close();
  }
}

async function applyRegister(
  file: FileHandle,
  cpu: number,
  { register, value, mask }: MsrSetting,
  readOnly: boolean,
): Promise<MsrOutcome> {
  try {
    const before = await readRegister(file, register);
    const wanted = (value & mask) | (before & ~mask);
    const already = before === wanted;
    if (readOnly) return { cpu, register, outcome: already ? 'already' : 'differs', code: null };
    await writeRegister(file, register, wanted);
    const took = (await readRegister(file, register)) === wanted;
    return { cpu, register, outcome: took ? (already ? 'already' : 'set') : 'differs', code: null };
  } catch (error) {
    return { cpu, register, outcome: 'failed', code: codeOf(error) };
  }
}

/** The msr driver takes the register's number as the position and moves eight bytes, little endian (Linux msr(4)). */
async function readRegister(file: FileHandle, register: number): Promise<bigint> {
  const bytes = Buffer.alloc(8);
  const { bytesRead } = await file.read(bytes, 0, 8, register);
  if (bytesRead !== 8) throw Object.assign(new Error('short read'), { code: 'EIO' });
  return bytes.readBigUInt64LE();
}

async function writeRegister(file: FileHandle, register: number, value: bigint): Promise<void> {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  await file.write(bytes, 0, 8, register);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'EIO';
}
