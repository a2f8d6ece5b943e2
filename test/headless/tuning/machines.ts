/**
 * Computers after their makers' data sheets (cores, threads, L2 and L3, memory nodes), with the threads that XMRig 6.26 chooses on
 * them (HwlocCpuInfo.cpp worked through by hand, per L3 cache) and the layout that our plan should try first, and why.
 */
import type { Topology } from './topologies.ts';

export interface Machine {
  name: string;
  topology: Topology;
  /** Threads of XMRig itself, in all. */
  xmrigThreads: number;
  /** First rung and its pages on each node, `1G+2M`. */
  expected: string;
  why: string;
}

const INTEL = { vendor: 'Intel', family: 6 } as const;
const NO_1G = { ...INTEL, pdpe1gb: false };

export const MACHINES: Machine[] = [
  {
    name: 'Ryzen 5 5600G, 16 GB',
    topology: { gib: 16, cores: 6, l2MiB: 3, l3MiB: 16 },
    xmrigThreads: 8,
    expected: 'oneGb 3+11',
    why: '16 MB of L3 feed 8 of 12 threads; 2 pages more, because a CPU may count its L2 too',
  },
  {
    name: 'Ryzen 9 5950X, 64 GB',
    topology: { gib: 64, cores: 16, l2MiB: 8, l3MiB: 64 },
    xmrigThreads: 32,
    expected: 'oneGb 3+33',
    why: '2 x 32 MB of L3 feed all 32 threads',
  },
  {
    name: 'Ryzen 9 7950X3D, 64 GB',
    topology: { gib: 64, cores: 16, l2MiB: 16, l3MiB: 128 },
    xmrigThreads: 32,
    expected: 'oneGb 3+33',
    why: '96 + 32 MB of L3 could feed 66: never more pages than threads',
  },
  {
    name: 'Ryzen 9 9950X, 32 GB',
    topology: { gib: 32, cores: 16, l2MiB: 16, l3MiB: 64, cpu: { family: 0x1a, model: 0x44 } },
    xmrigThreads: 32,
    expected: 'oneGb 3+33',
    why: '32 MB of L3 and half of the L2 on each die: 18 for 16 threads',
  },
  {
    name: 'Ryzen 7 7800X3D, 32 GB',
    topology: { gib: 32, cores: 8, l2MiB: 8, l3MiB: 96 },
    xmrigThreads: 16,
    expected: 'oneGb 3+17',
    why: '96 MB of L3 for 16 threads',
  },
  {
    name: 'Ryzen 5 3600, 8 GB',
    topology: { gib: 8, cores: 6, l2MiB: 3, l3MiB: 32, cpu: { family: 0x17, model: 0x71 } },
    xmrigThreads: 12,
    expected: 'oneGb 3+13',
    why: '2 x 16 MB of L3 feed all 12 threads; 3 GB leave half of the memory',
  },
  {
    name: 'Ryzen 7 1700, 8 GB',
    topology: { gib: 8, cores: 8, l2MiB: 4, l3MiB: 16, cpu: { family: 0x17, model: 1 } },
    xmrigThreads: 8,
    expected: 'oneGb 3+12',
    why: '16 MB of L3 feed 8 of 16 threads; 3 pages more for its L2',
  },
  {
    name: 'Ryzen 3 3200G, 4 GB',
    topology: { gib: 4, cores: 4, smt: false, l2MiB: 2, l3MiB: 4, cpu: { family: 0x17, model: 0x18 } },
    xmrigThreads: 2,
    expected: 'oneGb 3+5',
    why: '4 MB of L3 feed 2 threads; pages for all 4 cost 4 MB',
  },
  {
    name: 'Threadripper 1950X, 32 GB, 2 nodes',
    topology: { gib: 32, nodes: 2, cores: 16, l2MiB: 8, l3MiB: 32, cpu: { family: 0x17, model: 1 } },
    xmrigThreads: 16,
    expected: 'oneGb 3+12 3+12',
    why: '8 of 16 threads on each node by L3, 3 pages more for L2; a dataset each',
  },
  {
    name: 'Threadripper 2990WX, 64 GB, 2 of 4 nodes with memory',
    topology: {
      ...{ gib: 64, nodes: 2, bare: 2, cores: 32, l2MiB: 16, l3MiB: 64 },
      cpu: { family: 0x17, model: 8 },
    },
    xmrigThreads: 32,
    expected: 'oneGb 3+22 3+22',
    why: 'two dies have no memory of their own: their threads take theirs from the two that have',
  },
  {
    name: 'EPYC 7551, 32 GB, 4 nodes',
    topology: { gib: 32, nodes: 4, cores: 32, l2MiB: 16, l3MiB: 64, cpu: { family: 0x17, model: 1 } },
    xmrigThreads: 32,
    expected: 'oneGb 3+12 3+12 3+12 3+12',
    why: '8 threads on each node by L3, 3 pages more for L2; 3 of 8 GB on each node',
  },
  {
    name: 'EPYC 7642, 64 GB, 4 nodes',
    topology: { gib: 64, nodes: 4, cores: 48, l2MiB: 24, l3MiB: 256, cpu: { family: 0x17, model: 0x31 } },
    xmrigThreads: 96,
    expected: 'oneGb 3+25 3+25 3+25 3+25',
    why: '16 x 16 MB of L3 with 6 threads each: all 96, 24 on each node',
  },
  {
    name: '2 x EPYC 9654, 384 GB, 8 nodes',
    topology: { gib: 384, nodes: 8, cores: 192, l2MiB: 192, l3MiB: 768, cpu: { model: 0x11 } },
    xmrigThreads: 384,
    expected: each(8, 'oneGb', '3+49'),
    why: '24 x 32 MB of L3 with 16 threads each: all 384, 48 on each node',
  },
  {
    name: 'EPYC 9654, 64 GB, 8 nodes',
    topology: { gib: 64, nodes: 8, cores: 96, l2MiB: 96, l3MiB: 384, cpu: { model: 0x11 } },
    xmrigThreads: 192,
    expected: each(8, 'oneGb', '3+25'),
    why: '7.8 GB on each node: three pages of 1 GB fit on every one',
  },
  {
    name: 'i7-4770, 16 GB',
    topology: { gib: 16, cores: 4, l2MiB: 1, l3MiB: 8, cpu: INTEL },
    xmrigThreads: 4,
    expected: 'oneGb 3+6',
    why: '8 MB of L3 feed 4 threads; 1 page more for its L2',
  },
  {
    name: 'i5-2500, 4 GB',
    topology: { gib: 4, cores: 4, smt: false, l2MiB: 1, l3MiB: 6, cpu: { ...NO_1G, avx2: false } },
    xmrigThreads: 3,
    expected: 'twoMb 0+1173',
    why: 'a CPU of 2011 has no pages of 1 GB',
  },
  {
    name: 'Core 2 Quad Q6600, 4 GB',
    topology: { gib: 4, cores: 4, smt: false, l2MiB: 8, cpu: { ...NO_1G, aes: false, avx2: false } },
    xmrigThreads: 4,
    expected: 'twoMb 0+1173',
    why: 'no L3: a thread on each core, since its L2 has room for them',
  },
  {
    name: 'Pentium G3220, 2 GB',
    topology: { gib: 2, cores: 2, smt: false, l3MiB: 3, cpu: { ...INTEL, aes: false, avx2: false } },
    xmrigThreads: 2,
    expected: 'light 0+131',
    why: 'the dataset alone is larger than the memory',
  },
  {
    name: 'i5-6500, 8 GB',
    topology: { gib: 8, cores: 4, smt: false, l2MiB: 1, l3MiB: 6, cpu: INTEL },
    xmrigThreads: 3,
    expected: 'oneGb 3+5',
    why: '6 MB of L3 feed 3 threads, with its L2 4',
  },
  {
    name: 'i5-8250U, 8 GB',
    topology: { gib: 8, cores: 4, l2MiB: 1, l3MiB: 6, cpu: INTEL },
    xmrigThreads: 3,
    expected: 'oneGb 3+5',
    why: '6 MB of L3 feed 3 of 8 threads, with its L2 4',
  },
  {
    name: 'i9-12900K, 32 GB',
    topology: { gib: 32, cores: 8, singles: 8, l2MiB: 14, l3MiB: 30, cpu: INTEL },
    xmrigThreads: 22,
    expected: 'oneGb 3+24',
    why: 'XMRig counts L3 and L2 of hybrid CPUs: 22 of 24 threads',
  },
  {
    name: 'i5-13400, 16 GB',
    topology: { gib: 16, cores: 6, singles: 4, l2MiB: 9.5, l3MiB: 20, cpu: INTEL },
    xmrigThreads: 14,
    expected: 'oneGb 3+17',
    why: '20 MB of L3 and 9.5 of L2: 14 of 16 threads, 2 pages to spare',
  },
  {
    name: 'N100, 8 GB',
    topology: { gib: 8, cores: 4, smt: false, l2MiB: 2, l3MiB: 6, cpu: INTEL },
    xmrigThreads: 4,
    expected: 'oneGb 3+5',
    why: '6 MB of L3 and 2 of L2 feed all 4 threads',
  },
  {
    name: '2 x Xeon X5650, 24 GB, 2 nodes',
    topology: { gib: 24, nodes: 2, cores: 12, l2MiB: 3, l3MiB: 24, cpu: { ...INTEL, avx2: false } },
    xmrigThreads: 12,
    expected: 'oneGb 3+9 3+9',
    why: '12 MB of L3 feed 6 threads on each socket; 2 pages more for L2',
  },
  {
    name: '2 x Xeon E5-2670, 64 GB, 2 nodes',
    topology: { gib: 64, nodes: 2, cores: 16, l2MiB: 4, l3MiB: 40, cpu: { ...INTEL, avx2: false } },
    xmrigThreads: 20,
    expected: 'oneGb 3+13 3+13',
    why: '20 MB of L3 feed 10 threads on each socket; 2 pages more for L2',
  },
  {
    name: '2 x Xeon Gold 6148, 192 GB, 2 nodes',
    topology: { gib: 192, nodes: 2, cores: 40, l2MiB: 40, l3MiB: 55, cpu: INTEL },
    xmrigThreads: 40,
    expected: 'oneGb 3+26 3+26',
    why: 'XMRig takes twice the L2 in place of the L3 here: 20 threads on each socket',
  },
];

/** What any memory with any number of nodes should get. The CPU: 8 cores with a thread each, nothing known of its caches. */
export const SIZES: [gib: number, nodes: number, expected: string, why: string][] = [
  [2, 1, 'light 0+137', 'the dataset alone is larger than what is free: cache, 8 threads and 1'],
  [3, 1, 'twoMb 0+1177', '2354 MB fit beside the reserve; 3 GB do not'],
  [4, 1, 'oneGb 3+9', '3 GB fit; whether the kernel finds them in one piece is seen later'],
  [6, 1, 'oneGb 3+9', '3 GB fit'],
  [8, 1, 'oneGb 3+9', '3 GB fit'],
  [16, 1, 'oneGb 3+9', 'more memory changes nothing'],
  [64, 1, 'oneGb 3+9', 'more memory changes nothing'],
  [2, 2, 'light 0+69 0+69', 'the dataset alone is larger than what is free'],
  [3, 2, 'twoMb 0+589 0+589', 'no room for two datasets: one for both, half of it on each node'],
  [4, 2, 'twoMb 0+589 0+589', 'no node has room for a whole dataset'],
  [6, 2, 'twoMb 0+1173 0+1045', 'a dataset for each fits as pages of 2 MB; 6 GB of large ones do not'],
  [8, 2, 'oneGb 3+5 3+5', '3 of almost 4 GB on each node, with 4 threads and 1'],
  [16, 2, 'oneGb 3+5 3+5', '3 of almost 8 GB on each node'],
  [64, 2, 'oneGb 3+5 3+5', 'more memory changes nothing'],
  [2, 4, each(4, 'light', '0+35'), 'the dataset alone is larger than what is free'],
  [3, 4, each(4, 'light', '0+35'), '2360 MB with a page for each node, and 2358 can be spared'],
  [4, 4, each(4, 'twoMb', '0+295'), 'one dataset, a quarter of it on each node'],
  [6, 4, each(4, 'twoMb', '0+295'), 'no node has room for a whole dataset'],
  [8, 4, each(4, 'twoMb', '0+295'), 'under 2 GB on each node: no room for a whole dataset'],
  [16, 4, each(4, 'oneGb', '3+3'), '3 of almost 4 GB on each node, with 2 threads and 1'],
  [64, 4, each(4, 'oneGb', '3+3'), 'more memory changes nothing'],
  [2, 8, each(8, 'light', '0+18'), 'the dataset alone is larger than what is free'],
  [3, 8, each(8, 'light', '0+18'), '32 MB that stay free on each node are too many for a dataset'],
  [4, 8, each(8, 'twoMb', '0+148'), 'one dataset, an eighth of it on each node'],
  [6, 8, each(8, 'twoMb', '0+148'), 'no node has room for a whole dataset'],
  [8, 8, each(8, 'twoMb', '0+148'), 'no node has room for a whole dataset'],
  [16, 8, each(8, 'twoMb', '0+148'), 'under 2 GB on each node: no room for a whole dataset'],
  [64, 8, each(8, 'oneGb', '3+2'), '3 of almost 8 GB on each node, with 1 thread and 1'],
];

function each(nodes: number, rung: string, pages: string): string {
  return `${rung} ${Array(nodes).fill(pages).join(' ')}`;
}
