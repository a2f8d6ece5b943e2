/**
 * Small files of the kernel's. They are read in one go, on the main thread: their content is made in memory within microseconds,
 * where handing a read to another thread and back takes a tenth of a millisecond of CPU (decision 0035).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inNaturalOrder } from '../order.ts';
import type { MachineSource } from './machine-source.ts';

/** Content of a kernel file without the blanks around it; null when it is absent or refuses to be read. */
export async function readText(machine: MachineSource, path: string): Promise<string | null> {
  try {
    return readFileSync(join(machine.root, path), 'utf8').trim();
  } catch {
    return null;
  }
}

/** A whole number from a kernel file (decimal, or hexadecimal with `0x`); null when there is none. */
export async function readNumber(machine: MachineSource, path: string): Promise<number | null> {
  const text = await readText(machine, path);
  if (text === null || !/^(0x[0-9a-f]+|-?\d+)$/i.test(text)) return null;
  return Number(text);
}

/** Names in a folder, sorted with numbers in order (`node2` before `node10`); empty when it is absent. */
export async function listFolder(machine: MachineSource, path: string): Promise<string[]> {
  try {
    return readdirSync(join(machine.root, path)).sort(inNaturalOrder);
  } catch {
    return [];
  }
}

/** Whether a path exists on the machine. */
export async function exists(machine: MachineSource, path: string): Promise<boolean> {
  return existsSync(join(machine.root, path));
}

/** The kernel's list form, `0-3,8,10-11`, as numbers. */
export function parseCpuList(text: string): number[] {
  return text
    .split(',')
    .filter((part) => /^\d+(-\d+)?$/.test(part.trim()))
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    });
}

/** `Name: 123 kB` lines as bytes, the form of `/proc/meminfo` and of a node's `meminfo`. */
export function parseMeminfo(text: string): Map<string, number> {
  const lines = text.matchAll(/^(?:Node \d+ )?([^:\s]+):\s+(\d+) kB$/gm);
  return new Map([...lines].map(([, name = '', kilobytes]) => [name, Number(kilobytes) * 1024]));
}
