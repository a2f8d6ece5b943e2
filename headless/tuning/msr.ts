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

export interface MsrOptions {
  readOnly: boolean;
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
  const online = parseCpuList((await readText(machine, 'sys/devices/system/cpu/online')) ?? '0');
  const outcomes: MsrOutcome[] = [];
  for (const cpu of online) {
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
  { readOnly, stride = 1 }: MsrOptions,
): Promise<MsrOutcome[]> {
  let file: FileHandle;
  try {
    file = await open(join(machine.root, `dev/cpu/${cpu}/msr`), readOnly ? 'r' : 'r+');
  } catch (error) {
    return settings.map(({ register }) => ({ cpu, register, outcome: 'failed', code: codeOf(error) }));
  }
  try {
    const outcomes: MsrOutcome[] = [];
    for (const setting of settings)
      outcomes.push(await applyRegister(file, cpu, setting, { readOnly, stride }));
    return outcomes;
  } finally {
    await file.close();
  }
}

async function applyRegister(
  file: FileHandle,
  cpu: number,
  { register, value, mask }: MsrSetting,
  { readOnly, stride }: Required<MsrOptions>,
): Promise<MsrOutcome> {
  const position = register * stride;
  try {
    const before = await readRegister(file, position);
    const wanted = (value & mask) | (before & ~mask);
    const already = before === wanted;
    if (readOnly) return { cpu, register, outcome: already ? 'already' : 'differs', code: null };
    await writeRegister(file, position, wanted);
    const took = (await readRegister(file, position)) === wanted;
    return { cpu, register, outcome: took ? (already ? 'already' : 'set') : 'differs', code: null };
  } catch (error) {
    return { cpu, register, outcome: 'failed', code: codeOf(error) };
  }
}

/** The msr driver takes the register's number as the position and moves eight bytes, little endian (Linux msr(4)). */
async function readRegister(file: FileHandle, position: number): Promise<bigint> {
  const bytes = Buffer.alloc(8);
  const { bytesRead } = await file.read(bytes, 0, 8, position);
  if (bytesRead !== 8) throw Object.assign(new Error('short read'), { code: 'EIO' });
  return bytes.readBigUInt64LE();
}

async function writeRegister(file: FileHandle, position: number, value: bigint): Promise<void> {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  await file.write(bytes, 0, 8, position);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'EIO';
}
