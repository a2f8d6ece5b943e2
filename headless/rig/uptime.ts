import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/** Milliseconds since the kernel started; 0 when unknown. */
export async function readUptimeMs(machine: MachineSource): Promise<number> {
  const seconds = Number.parseFloat((await readText(machine, 'proc/uptime')) ?? '');
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0;
}
