import { describe, expect, it } from 'vitest';
import type { Rung } from '../../../headless/tuning/ladder.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { SYSTEM_RESERVE_BYTES } from '../../../headless/tuning/sizes.ts';
import { MACHINES, type Machine, SIZES } from './machines.ts';
import { booted, GIB, MIB, noPages, type Topology } from './topologies.ts';

const OLD = { pdpe1gb: false, vendor: 'Intel', family: 6, model: 60 } as const;
const ANY_CPU = { cores: 8, smt: false } as const;

/** Pages per node as `1G+2M`, nodes separated by blanks. */
function say({ name, nodes }: Rung): string {
  return `${name} ${nodes.map(({ pages1G, pages2M }) => `${pages1G}+${pages2M}`).join(' ')}`;
}

function planFor(topology: Topology) {
  const facts = booted(topology);
  const plan = planTuning(facts, { threads: null, pages: noPages(topology.nodes) });
  const [first] = plan.ladder;
  if (!first) throw new Error('a ladder has at least one rung');
  return { facts, plan, first };
}

function sum({ nodes }: Rung): { pages1G: number; pages2M: number; bytes: number } {
  const pages1G = nodes.reduce((total, node) => total + node.pages1G, 0);
  const pages2M = nodes.reduce((total, node) => total + node.pages2M, 0);
  return { pages1G, pages2M, bytes: pages1G * GIB + pages2M * 2 * MIB };
}

/** What XMRig itself takes in a layout (measured, and read in its source): pages of 1 GB, and of 2 MB beside them. */
function xmrigNeeds({ name, numa, nodes }: Rung, threads: number): { pages1G: number; pages2M: number } {
  const pools = threads + nodes.length;
  if (name === 'oneGb') return { pages1G: 3 * nodes.length, pages2M: pools };
  if (name === 'twoMb') return { pages1G: 0, pages2M: 1040 * (numa ? nodes.length : 1) + 128 + pools };
  return { pages1G: 0, pages2M: 128 + pools };
}

/** RigForge's sizing, which never looks at the memory there is. `l3` in MiB. */
function rigForgeBytes({ topology }: Machine): number {
  const { nodes = 1, l3MiB = null, cpu } = topology;
  const threads = Math.floor((l3MiB ?? 0) / 2);
  if (cpu?.pdpe1gb === false) return (1168 * nodes + threads + 50) * 2 * MIB;
  return 3 * nodes * GIB + (128 + threads + 10) * 2 * MIB;
}

describe('the first rung', () => {
  it.each(MACHINES)('$name: $expected', ({ topology, expected, why }) => {
    expect(say(planFor(topology).first), why).toBe(expected);
  });

  it.each(SIZES)('%i GB, %i nodes: %s', (gib, nodes, expected, why) => {
    expect(say(planFor({ ...ANY_CPU, gib, nodes }).first), why).toBe(expected);
  });

  it.each(MACHINES)('gives XMRig all it needs: $name', ({ topology, xmrigThreads }) => {
    const { first, plan } = planFor(topology);
    const need = xmrigNeeds(first, xmrigThreads);
    expect(plan.mostThreads).toBeGreaterThanOrEqual(xmrigThreads);
    expect(sum(first).pages1G).toBe(need.pages1G);
    expect(sum(first).pages2M).toBeGreaterThanOrEqual(need.pages2M);
  });
});

describe('beside RigForge', () => {
  it.each(MACHINES)('never takes more: $name', (machine) => {
    const { first } = planFor(machine.topology);
    expect(sum(first).bytes).toBeLessThanOrEqual(rigForgeBytes(machine));
  });

  it('mines in fast mode where RigForge asks for more than there is', () => {
    const machine = {
      topology: { ...ANY_CPU, gib: 8, nodes: 4 },
      name: '',
      xmrigThreads: 8,
      expected: '',
      why: '',
    };
    const { facts, first } = planFor(machine.topology);
    expect(rigForgeBytes(machine)).toBeGreaterThan(facts.memory.totalBytes);
    expect(first.mode).toBe('fast');
  });
});

describe('every rung', () => {
  const all: [string, Topology][] = [
    ...MACHINES.map(({ name, topology }): [string, Topology] => [name, topology]),
    ...SIZES.map(([gib, nodes]): [string, Topology] => [
      `${gib} GB, ${nodes} nodes`,
      { ...ANY_CPU, gib, nodes },
    ]),
  ];

  it.each(all)('leaves the reserve free, and ends with light mode: %s', (_name, topology) => {
    const { facts, plan } = planFor(topology);
    expect(plan.ladder.at(-1)?.name).toBe('light');
    for (const rung of plan.ladder) {
      const { bytes } = sum(rung);
      expect(facts.memory.availableBytes - bytes).toBeGreaterThanOrEqual(SYSTEM_RESERVE_BYTES);
      rung.nodes.forEach((node, i) => {
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
    expect(old.skipped.oneGb?.text).toBe('this CPU has no 1 GB pages');
    expect(old.skipped.twoMb?.text).toMatch(/^needs 2\.3 GB, 1\.\d GB can be spared$/);
    const nodes = planTuning(booted({ gib: 8, nodes: 4, cores: 8 }), { threads: null, pages: noPages(4) });
    expect(nodes.skipped.numa?.text).toMatch(/^needs \d/);
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

describe("the owner's ceiling for huge pages", () => {
  const ladder = (ceilingMb: number | null, topology: Topology = { ...ANY_CPU, gib: 16, nodes: 1 }) =>
    planTuning(booted(topology), {
      threads: null,
      pages: noPages(topology.nodes),
      hugePageBytes: ceilingMb === null ? null : ceilingMb * MIB,
    });

  it.each([
    [null, 'oneGb'],
    [9216, 'oneGb'],
    // Three pages of 1 GB and nine of 2 MB take 3090 MB, pages of 2 MB alone 2354.
    [3090, 'oneGb'],
    [3089, 'twoMb'],
    [2354, 'twoMb'],
    [2353, 'transparent'],
    [0, 'transparent'],
  ])('of %s MB leaves %s', (ceilingMb, name) => {
    const { ladder: rungs } = ladder(ceilingMb);
    expect(rungs[0]?.name).toBe(name);
  });

  it('holds on every rung, on every machine, and says which rung it took away', () => {
    for (const nodes of [1, 2, 4]) {
      for (const ceilingMb of [64, 300, 2400, 5121, 9216]) {
        const { ladder: rungs, skipped } = ladder(ceilingMb, { ...ANY_CPU, gib: 64, nodes });
        for (const rung of rungs) expect(sum(rung).bytes).toBeLessThanOrEqual(ceilingMb * MIB);
        expect(rungs.at(-1)?.name).toBe('light');
        if (ceilingMb < 3000)
          expect(skipped.oneGb?.text).toMatch(/needs .* of huge pages, hugepages-max allows/);
      }
    }
  });
});
