/** One CPU's registers, as Linux's msr driver offers them (msr(4)). */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineSource } from '../rig/machine-source.ts';

export interface RegisterFile {
  read(register: number): Promise<bigint>;
  write(register: number, value: bigint): Promise<void>;
  close(): Promise<void>;
}

/**
 * Rejects with the system's code: `ENOENT` and `ENXIO` for a CPU that is not online, `EPERM` where the kernel forbids it,
 * `EIO` where the CPU has no such register. `stride`: see `MsrOptions`.
 */
export async function openRegisters(
  machine: MachineSource,
  cpu: number,
  { readOnly, stride }: { readOnly: boolean; stride: number },
): Promise<RegisterFile> {
  const file = await open(join(machine.root, `dev/cpu/${cpu}/msr`), readOnly ? 'r' : 'r+');
  return {
    read: (register) => readRegister(file, register * stride),
    write: (register, value) => writeRegister(file, register * stride, value),
    close: () => file.close(),
  };
}

/** The driver takes the register's number as the position and moves eight bytes, little endian. */
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

/** The system's code of an error; `EIO` where it has none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'EIO';
}
