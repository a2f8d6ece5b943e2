/** Facts of computers built from published topologies, for tests of what is planned on them. */
import type { RigFacts } from '../../../headless/rig/facts.ts';
import type { HugePageCounters } from '../../../headless/tuning/pages.ts';

export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

export interface Topology {
  /** Memory as sold. */
  gib: number;
  nodes?: number;
  cores: number;
  smt?: boolean;
  /** Cores that have one thread beside those with two (Intel's efficient ones). */
  singles?: number;
  /** Nodes that have CPUs and no memory, beside `nodes`. */
  bare?: number;
  l2MiB?: number;
  l3MiB?: number | null;
  cpu?: Partial<RigFacts['cpu']>;
}

/**
 * A booted rig: the kernel keeps 60 MiB and 2 % for itself, the system with the image in RAM has 400 MiB, both spread over the
 * nodes. Core n has the threads n and n + cores; nodes take the cores in order.
 */
export function booted({
  gib,
  nodes = 1,
  cores,
  smt = true,
  singles = 0,
  bare = 0,
  l2MiB = 0,
  l3MiB = null,
  cpu,
}: Topology): RigFacts {
  const totalBytes = Math.round(gib * GIB * 0.98 - 60 * MIB);
  const availableBytes = totalBytes - 400 * MIB;
  const each = cores / (nodes + bare);
  const threads = (smt ? cores * 2 : cores) + singles;
  return {
    cpu: {
      brand: 'published topology',
      vendor: 'AMD',
      family: 0x19,
      model: 0x21,
      cores: cores + singles,
      threads,
      l2Bytes: l2MiB ? l2MiB * MIB : null,
      l3Bytes: l3MiB === null ? null : l3MiB * MIB,
      x64: true,
      aes: true,
      avx2: true,
      ssse3: true,
      pdpe1gb: true,
      hypervisor: false,
      smtOff: false,
      ...cpu,
    },
    memory: { totalBytes, availableBytes },
    memoryBoard: null,
    numaNodes: Array.from({ length: nodes }, (_, id) => {
      const first = Array.from({ length: each }, (_, i) => id * each + i);
      const second = smt ? first.map((core) => core + cores) : [];
      const single = Array.from({ length: singles }, (_, i) => 2 * cores + i);
      return {
        id,
        cpus: [...first, ...second, ...single],
        totalBytes: totalBytes / nodes,
        freeBytes: availableBytes / nodes,
      };
    }),
    firmware: { kind: 'uefi', secureBoot: false, lockdown: 'none' },
    label: 'rig-000000',
  };
}

/** A kernel that knows both sizes and has reserved none. */
export function noPages(nodes = 1): HugePageCounters {
  const none = { total1G: 0, free1G: 0, total2M: 0, free2M: 0 };
  return { has1G: true, has2M: true, nodes: Array.from({ length: nodes }, (_, id) => ({ id, ...none })) };
}
