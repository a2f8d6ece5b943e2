/** A process as the kernel counts it. */
import { readFile } from 'node:fs/promises';

/** Resident memory in bytes, huge pages not counted; 0 for a process that has gone. Linux x86-64: pages of 4 KiB. */
export async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(statm.split(' ')[1]) || 0) * 4096;
}
