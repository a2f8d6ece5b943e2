/** What the kernel says of a running process. */
import { readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc/PID/stat: USER_HZ, 100 on every x86 Linux. */
const TICKS = 100;

/** Seconds of CPU, user and kernel, of all threads of a process since its start. Rejects when it is gone. */
export async function cpuSeconds(pid: number): Promise<number> {
  return parseCpuSeconds(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** From the text of `/proc/PID/stat` (proc(5)): fields 14 and 15, counted behind the name, which may hold blanks. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/**
 * Bytes. `rss` counts shared pages in full, `pss` each process's share of them; `anonymous` is nobody else's, and `hugeBytes` the
 * part of that in transparent huge pages.
 */
export interface Memory {
  rss: number;
  pss: number;
  anonymous: number;
  hugeBytes: number;
}

/** Rejects when the process is gone or belongs to somebody else. */
export async function memoryOf(pid: number): Promise<Memory> {
  return parseMemory(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
}

/** From the text of `/proc/PID/smaps_rollup`. */
export function parseMemory(text: string): Memory {
  const bytes = (key: string): number =>
    Number(new RegExp(`^${key}: +(\\d+) kB$`, 'm').exec(text)?.[1]) * 1024;
  return {
    rss: bytes('Rss'),
    pss: bytes('Pss'),
    anonymous: bytes('Anonymous'),
    hugeBytes: bytes('AnonHugePages'),
  };
}

/** Megabytes of a million bytes, as docs/design.md counts. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
