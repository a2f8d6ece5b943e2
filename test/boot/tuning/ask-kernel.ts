/** Counters of one memory node; see `/sys/devices/system/node/node0/`. */
export interface NodeCounters {
  id: number;
  memoryKilobytes: number;
  total1G: number;
  free1G: number;
  total2M: number;
  free2M: number;
}

export interface KernelAnswer {
  /** `/proc/meminfo`, kB or pages as the kernel gives them. */
  meminfo: Record<string, number>;
  nodes: NodeCounters[];
  frequencyPolicies: number;
  /** Registers of every CPU, in hexadecimal; null where one cannot be read. */
  registers: { cpu: number; register: number; value: string | null }[];
}

/**
 * What the kernel says, read past everything of ours. Its text is sent into the guest and run there, so it uses nothing from
 * outside itself.
 */
export function askKernel(registers: readonly number[]): KernelAnswer {
  const fs = process.getBuiltinModule('node:fs');
  const list = (path: string): string[] => {
    try {
      return fs.readdirSync(path);
    } catch {
      return [];
    }
  };
  const memory = (path: string): Record<string, number> => {
    const lines = fs.readFileSync(path, 'utf8').matchAll(/^(?:Node \d+ )?([^:\s]+):\s+(\d+)/gm);
    return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)]));
  };
  const pages = (node: string, size: string, which: string): number => {
    try {
      return Number(fs.readFileSync(`${node}/hugepages/hugepages-${size}kB/${which}_hugepages`, 'utf8'));
    } catch {
      return 0;
    }
  };
  const read = (cpu: number, register: number): string | null => {
    const bytes = Buffer.alloc(8);
    try {
      const file = fs.openSync(`/dev/cpu/${cpu}/msr`, 'r');
      try {
        fs.readSync(file, bytes, 0, 8, register);
      } finally {
        fs.closeSync(file);
      }
      return `0x${bytes.readBigUInt64LE().toString(16)}`;
    } catch {
      return null;
    }
  };
  const numbers = (names: string[], pattern: RegExp): number[] =>
    names
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  const nodes = numbers(list('/sys/devices/system/node'), /^node(\d+)$/).map((id) => {
    const node = `/sys/devices/system/node/node${id}`;
    return {
      id,
      memoryKilobytes: memory(`${node}/meminfo`)['MemTotal'] ?? 0,
      total1G: pages(node, '1048576', 'nr'),
      free1G: pages(node, '1048576', 'free'),
      total2M: pages(node, '2048', 'nr'),
      free2M: pages(node, '2048', 'free'),
    };
  });
  return {
    meminfo: memory('/proc/meminfo'),
    nodes,
    frequencyPolicies: numbers(list('/sys/devices/system/cpu/cpufreq'), /^policy(\d+)$/).length,
    registers: numbers(list('/dev/cpu'), /^(\d+)$/).flatMap((cpu) =>
      registers.map((register) => ({ cpu, register, value: read(cpu, register) })),
    ),
  };
}
