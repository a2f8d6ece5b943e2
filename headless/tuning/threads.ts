import type { NumaNode, RigFacts } from '../rig/facts.ts';
import { MIB } from './sizes.ts';

/**
 * The most threads XMRig would choose by itself: one for each 2 MiB of L3 and of such L2 as it may count beside it, never
 * more than CPUs (its HwlocCpuInfo.cpp). An upper bound, because one spare page costs 2 MiB and a missing one a thread's speed.
 */
export function mostThreads({ cpu, numaNodes }: RigFacts): number {
  if (cpu.l3Bytes === null) return cpu.threads;
  const byCache = Math.ceil((cpu.l3Bytes + (cpu.l2Bytes ?? 0) + numaNodes.length * MIB) / (2 * MIB));
  return Math.max(1, Math.min(cpu.threads, byCache));
}

/** CPUs for a given number of threads, spread over the nodes, whole cores before second threads. Sorted. */
export function pickCpus(nodes: readonly NumaNode[], count: number): number[] {
  const longest = Math.max(0, ...nodes.map((node) => node.cpus.length));
  const order = Array.from({ length: longest }, (_, rank) => nodes.flatMap((node) => node.cpus[rank] ?? []));
  return order
    .flat()
    .slice(0, count)
    .sort((a, b) => a - b);
}

/**
 * How many of the miner's threads can take their memory from each node at most, in the order of the nodes. CPUs whose own node has
 * no memory (two of the four dies of a Threadripper 2990WX) take it from all the others.
 */
export function threadsPerNode(
  nodes: readonly NumaNode[],
  threads: number[] | 'auto',
  most: number,
  allCpus: number,
): number[] {
  if (threads !== 'auto') return nodes.map((node) => node.cpus.filter((cpu) => threads.includes(cpu)).length);
  const homeless = allCpus - nodes.reduce((sum, node) => sum + node.cpus.length, 0);
  return nodes.map(({ cpus }) => {
    const here = cpus.length + Math.ceil(Math.max(0, homeless) / nodes.length);
    return Math.min(here, Math.ceil((most * here) / Math.max(1, allCpus)));
  });
}
