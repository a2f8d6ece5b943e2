import { describe, expect, it } from 'vitest';
import type { Rung } from '../../../headless/tuning/ladder.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { SYSTEM_RESERVE_BYTES } from '../../../headless/tuning/sizes.ts';
import { booted, GIB, MIB, noPages, type Topology } from './topologies.ts';

const OLD = { pdpe1gb: false, vendor: 'Intel', family: 6, model: 60 } as const;

/** Pages per node as `1G+2M`, nodes separated by blanks. */
function say({ name, nodes }: Rung): string {
  return `${name} ${nodes.map(({ pages1G, pages2M }) => `${pages1G}+${pages2M}`).join(' ')}`;
}

const TABLE: [string, Topology, string, string][] = [
  ['2 GB', { gib: 2, cores: 2, smt: false }, 'light 0+131', 'the dataset alone is larger than what is free'],
  ['3 GB, 4 threads', { gib: 3, cores: 4, smt: false }, 'twoMb 0+1173', '2346 MB fit beside the reserve'],
  ['3 GB, 16 threads', { gib: 3, cores: 8 }, 'light 0+145', '24 MB of scratchpads more do not'],
  [
    '4 GB, i7-4770',
    { gib: 4, cores: 4, l2MiB: 1, l3MiB: 8, cpu: OLD },
    'twoMb 0+1174',
    'no 1 GB pages; 5 threads at most by cache',
  ],
  [
    '4 GB, N100',
    { gib: 4, cores: 4, smt: false, l2MiB: 2, l3MiB: 6 },
    'oneGb 3+5',
    '3 GB fit; whether the kernel finds them is seen later',
  ],
  ['6 GB, i5-6500', { gib: 6, cores: 4, smt: false, l2MiB: 1, l3MiB: 6 }, 'oneGb 3+5', 'a thread per core'],
  [
    '6 GB, 2 nodes',
    { gib: 6, nodes: 2, cores: 4, smt: false },
    'twoMb 0+1171 0+1043',
    'two datasets fit as 2 MB pages, not as 1 GB pages',
  ],
  ['8 GB, 2 nodes', { gib: 8, nodes: 2, cores: 4, smt: false }, 'oneGb 3+3 3+3', 'three pages fit on each'],
  [
    '8 GB, 4 nodes',
    { gib: 8, nodes: 4, cores: 8, smt: false },
    'twoMb 0+295 0+295 0+295 0+295',
    'no node has room for a dataset: one for all, spread evenly',
  ],
  [
    '16 GB, 5600G',
    { gib: 16, cores: 6, l2MiB: 3, l3MiB: 16 },
    'oneGb 3+11',
    '16 MB of L3 feed 8 threads, L2 may add 2',
  ],
  [
    '16 GB, 4 nodes',
    { gib: 16, nodes: 4, cores: 8, smt: false },
    'oneGb 3+3 3+3 3+3 3+3',
    'four nodes of 3.8 GB',
  ],
  ['64 GB, 5950X', { gib: 64, cores: 16, l2MiB: 8, l3MiB: 64 }, 'oneGb 3+33', 'all 32 threads'],
  [
    '64 GB, EPYC 7642, 4 nodes',
    { gib: 64, nodes: 4, cores: 48, l2MiB: 24, l3MiB: 256 },
    'oneGb 3+25 3+25 3+25 3+25',
    '24 threads on each node',
  ],
  [
    '64 GB, EPYC 9654, 8 nodes',
    { gib: 64, nodes: 8, cores: 96, l2MiB: 96, l3MiB: 384 },
    'oneGb 3+25 3+25 3+25 3+25 3+25 3+25 3+25 3+25',
    '24 threads on each node',
  ],
  [
    '64 GB, 2 x E5-2670',
    { gib: 64, nodes: 2, cores: 16, l2MiB: 4, l3MiB: 40, cpu: { vendor: 'Intel', family: 6 } },
    'oneGb 3+13 3+13',
    '20 MB of L3 and 2 of L2 on each',
  ],
];

describe('the first rung', () => {
  it.each(TABLE)('%s', (_name, topology, expected, reason) => {
    const plan = planTuning(booted(topology), { threads: null, pages: noPages(topology.nodes) });
    expect(plan.ladder[0] && say(plan.ladder[0]), reason).toBe(expected);
    expect(plan.ladder.at(-1)?.name).toBe('light');
  });

  it.each(TABLE)('leaves the reserve free on every rung: %s', (_name, topology) => {
    const facts = booted(topology);
    const plan = planTuning(facts, { threads: null, pages: noPages(topology.nodes) });
    for (const { nodes } of plan.ladder) {
      const taken = nodes.reduce((sum, node) => sum + node.pages1G * GIB + node.pages2M * 2 * MIB, 0);
      expect(facts.memory.availableBytes - taken).toBeGreaterThanOrEqual(SYSTEM_RESERVE_BYTES);
      nodes.forEach((node, i) => {
        const free = facts.numaNodes[i]?.freeBytes ?? 0;
        expect(node.pages1G * GIB + node.pages2M * 2 * MIB).toBeLessThanOrEqual(free);
      });
    }
  });
});

describe('the plan', () => {
  it('counts pages that are already reserved as memory it may use', () => {
    const facts = booted({ gib: 4, cores: 4, cpu: OLD });
    const pages = noPages();
    const held = { id: 0, total1G: 1, free1G: 1, total2M: 900, free2M: 900 };
    facts.memory.availableBytes -= GIB + 900 * 2 * MIB;
    const plan = planTuning(facts, { threads: null, pages: { ...pages, nodes: [held] } });
    expect(plan.ladder[0]?.name).toBe('twoMb');
  });

  it('comes to the same result while XMRig runs, on reserved or on transparent pages', () => {
    const facts = booted({ gib: 3, cores: 4, smt: false });
    const calm = planTuning(facts, { threads: null, pages: noPages() });
    const used = { id: 0, total1G: 0, free1G: 0, total2M: 1173, free2M: 2 };
    facts.memory.availableBytes -= 1173 * 2 * MIB;
    expect(planTuning(facts, { threads: null, pages: { ...noPages(), nodes: [used] } })).toEqual(calm);
    const busy = planTuning(facts, { threads: null, pages: noPages(), minerBytes: 1173 * 2 * MIB });
    expect(busy).toEqual(calm);
  });

  it('leaves the system as much as the owner asks for', () => {
    const facts = booted({ gib: 8, cores: 4, smt: false });
    const first = (reserveBytes: number | null) =>
      planTuning(facts, { threads: null, reserveBytes, pages: noPages() }).ladder[0]?.name;
    expect(first(null)).toBe('oneGb');
    expect(first(6 * GIB)).toBe('light');
  });

  it('says why a better rung is left out', () => {
    const old = planTuning(booted({ gib: 2, cores: 2, cpu: OLD }), { threads: null, pages: noPages() });
    expect(old.skipped.oneGb).toBe('this CPU has no 1 GB pages');
    expect(old.skipped.twoMb).toMatch(/^needs 2\.3 GB, 1\.\d GB can be spared$/);
    const nodes = planTuning(booted({ gib: 8, nodes: 4, cores: 8 }), { threads: null, pages: noPages(4) });
    expect(nodes.skipped.numa).toMatch(/^needs \d/);
  });

  it('does without reserved pages where the kernel has none', () => {
    const pages = { ...noPages(), has1G: false, has2M: false };
    const plan = planTuning(booted({ gib: 16, cores: 4 }), { threads: null, pages });
    expect(plan.ladder.map(({ name }) => name)).toEqual(['transparent', 'light']);
  });

  it('caps the threads on whole cores first, spread over the nodes', () => {
    const facts = booted({ gib: 64, nodes: 2, cores: 8, l3MiB: 64 });
    const plan = planTuning(facts, { threads: 4, pages: noPages(2) });
    expect(plan.threads).toEqual([0, 1, 4, 5]);
    expect(plan.ladder[0] && say(plan.ladder[0])).toBe('oneGb 3+3 3+3');
    expect(planTuning(facts, { threads: 1000, pages: noPages(2) }).threads).toBe('auto');
  });
});
