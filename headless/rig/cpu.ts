import type { CpuFacts } from './facts.ts';
import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/** The first CPU of `/proc/cpuinfo` speaks for all; cores and caches come from the inventory. */
export async function readCpu(machine: MachineSource): Promise<Omit<CpuFacts, 'smtOff'>> {
  const [text, inventory] = await Promise.all([readText(machine, 'proc/cpuinfo'), machine.inventory()]);
  const blocks = (text ?? '').split(/\n\s*\n/).filter((block) => /^processor\s*:/m.test(block));
  const field = (name: string) => fieldOf(blocks[0] ?? '', name);
  const flags = new Set(field('flags').split(' '));
  const threads = Math.max(1, blocks.length);
  return {
    brand: field('model name').replace(/\s+/g, ' ') || 'unknown CPU',
    vendor: VENDORS[field('vendor_id')] ?? 'other',
    family: Number(field('cpu family')) || 0,
    model: Number(field('model')) || 0,
    cores: Math.min(inventory.cores ?? threads, threads),
    threads,
    l2Bytes: inventory.l2Bytes,
    l3Bytes: inventory.l3Bytes,
    x64: flags.has('lm'),
    aes: flags.has('aes'),
    avx2: flags.has('avx2'),
    ssse3: flags.has('ssse3'),
    pdpe1gb: flags.has('pdpe1gb'),
    hypervisor: flags.has('hypervisor'),
  };
}

const VENDORS: Record<string, CpuFacts['vendor']> = { AuthenticAMD: 'AMD', GenuineIntel: 'Intel' };

function fieldOf(block: string, name: string): string {
  const line = block.split('\n').find((candidate) => candidate.split(':')[0]?.trim() === name);
  return line?.slice(line.indexOf(':') + 1).trim() ?? '';
}

/**
 * Whether the cores could run two threads each and do not: switched off in the kernel, which says so, or in the firmware. Then the
 * kernel sees a CPU without SMT, and only the board's tables still know of more threads (`threads`).
 */
export async function readSmtOff(
  machine: MachineSource,
  cpu: Pick<CpuFacts, 'cores' | 'threads'>,
  threads: number | null,
): Promise<boolean> {
  const control = await readText(machine, 'sys/devices/system/cpu/smt/control');
  if (control === 'off' || control === 'forceoff') return true;
  return cpu.threads === cpu.cores && threads !== null && threads >= 2 * cpu.cores;
}
