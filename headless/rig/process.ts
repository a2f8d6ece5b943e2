/** What the kernel counts: the time since it started, and a process's memory. */
import { readFile } from 'node:fs/promises';
import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/** Resident memory in bytes, huge pages not counted; 0 for a process that has gone. Linux x86-64: pages of 4 KiB. */
export async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(statm.split(' ')[1]) || 0) * 4096;
}

/** Milliseconds since the kernel started; 0 when unknown. */
export async function readUptimeMs(machine: MachineSource): Promise<number> {
  const seconds = Number.parseFloat((await readText(machine, 'proc/uptime')) ?? '');
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0;
}
