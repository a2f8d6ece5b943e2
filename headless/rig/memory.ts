import type { MemoryFacts, NumaNode } from './facts.ts';
import { listFolder, parseCpuList, parseMeminfo, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const NODES = 'sys/devices/system/node';
const CPUS = 'sys/devices/system/cpu';

/** Memory as the kernel counts it; zeros when `/proc/meminfo` cannot be read. */
export async function readMemory(machine: MachineSource): Promise<MemoryFacts> {
  const meminfo = parseMeminfo((await readText(machine, 'proc/meminfo')) ?? '');
  return {
    totalBytes: meminfo.get('MemTotal') ?? 0,
    availableBytes: meminfo.get('MemAvailable') ?? meminfo.get('MemFree') ?? 0,
  };
}

/**
 * The memory nodes that have memory. A machine with one node is described by its totals: a node's own counters lag behind
 * where memory is added while it runs, and a kernel without NUMA has none.
 */
export async function readNumaNodes(machine: MachineSource): Promise<NumaNode[]> {
  const ids = (await listFolder(machine, NODES)).flatMap((name) => /^node(\d+)$/.exec(name)?.[1] ?? []);
  const nodes = await Promise.all(ids.map((id) => readNode(machine, Number(id))));
  const withMemory = nodes.filter((node) => node.totalBytes > 0);
  return withMemory.length > 1 ? withMemory : [await wholeMachine(machine)];
}

async function readNode(machine: MachineSource, id: number): Promise<NumaNode> {
  const [cpulist, text] = await Promise.all([
    readText(machine, `${NODES}/node${id}/cpulist`),
    readText(machine, `${NODES}/node${id}/meminfo`),
  ]);
  const meminfo = parseMeminfo(text ?? '');
  return {
    id,
    cpus: await coresFirst(machine, parseCpuList(cpulist ?? '')),
    totalBytes: meminfo.get('MemTotal') ?? 0,
    freeBytes: (meminfo.get('MemFree') ?? 0) + (meminfo.get('Inactive(file)') ?? 0),
  };
}

async function wholeMachine(machine: MachineSource): Promise<NumaNode> {
  const memory = await readMemory(machine);
  const online = parseCpuList((await readText(machine, `${CPUS}/online`)) ?? '0');
  return {
    id: 0,
    cpus: await coresFirst(machine, online),
    totalBytes: memory.totalBytes,
    freeBytes: memory.availableBytes,
  };
}

/** Threads of one core share its caches, so a capped miner should fill the cores before it doubles up. */
async function coresFirst(machine: MachineSource, cpus: number[]): Promise<number[]> {
  const ranked = await Promise.all(
    cpus.map(async (cpu) => {
      const siblings = await readText(machine, `${CPUS}/cpu${cpu}/topology/thread_siblings_list`);
      return { cpu, rank: Math.max(0, parseCpuList(siblings ?? '').indexOf(cpu)) };
    }),
  );
  return ranked.sort((a, b) => a.rank - b.rank || a.cpu - b.cpu).map(({ cpu }) => cpu);
}
