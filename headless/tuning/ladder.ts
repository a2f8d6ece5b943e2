import type { Budget } from './budget.ts';
import {
  CACHE_PAGES_2M,
  DATASET_PAGES_1G,
  DATASET_PAGES_2M,
  PAGE_1G_BYTES,
  PAGE_2M_BYTES,
  PAGES_2M_PER_NODE,
  PAGES_2M_PER_THREAD,
  sayBytes,
} from './sizes.ts';

export type RungName = 'oneGb' | 'twoMb' | 'transparent' | 'light';

/** One way to lay out RandomX's memory: the pages to reserve on each node. */
export interface Rung {
  name: RungName;
  mode: 'fast' | 'light';
  /** One dataset for each node; otherwise one for the machine. */
  numa: boolean;
  nodes: NodeAsk[];
}

export interface NodeAsk {
  id: number;
  pages1G: number;
  pages2M: number;
}

export interface Ladder {
  /** What fits, best first; ends with light mode. */
  rungs: Rung[];
  /** Why the better ones are out: `isShort` where memory is, as in `needs 3 GB, 2 GB can be spared`; else this computer cannot. */
  skipped: Partial<Record<RungName | 'numa', { text: string; isShort: boolean }>>;
}

export interface LadderInput {
  budget: Budget;
  /** Most threads on each node, in the order of the budget's nodes. */
  threads: number[];
  /** Null when the machine can have pages of 1 GB, else why not. */
  no1G: string | null;
  no2M: string | null;
  /** The owner's ceiling for reserved pages of both sizes; null for none. */
  ceilingBytes?: number | null;
}

/** Every way that the memory allows, best first. Pure. */
export function buildLadder(input: LadderInput): Ladder {
  const { budget, no1G, no2M } = input;
  const skipped: Ladder['skipped'] = {};
  const rungs: Rung[] = [];
  const several = budget.nodes.length > 1;
  const consider = (rung: Rung, reason: keyof Ladder['skipped'], impossible: string | null) => {
    const short = overCeiling(rung, input) ?? whyNot(rung, budget, spreadNeed(rung, input));
    const text = impossible ?? short;
    if (text === null) rungs.push(rung);
    else skipped[reason] ??= { text, isShort: impossible === null };
  };
  consider(oneGb(input), 'oneGb', no1G);
  if (several) consider(twoMbPerNode(input), 'numa', no2M);
  consider(spreadOut(input, 'twoMb'), 'twoMb', no2M);
  consider(spreadOut(input, 'transparent'), 'transparent', null);
  rungs.push(spreadOut(input, 'light'));
  return { rungs, skipped };
}

/** Three pages of 1 GB on each node; the cache lives inside the first node's. */
function oneGb({ budget, threads }: LadderInput): Rung {
  const nodes = budget.nodes.map(({ id }, i) => ({
    id,
    pages1G: DATASET_PAGES_1G,
    pages2M: (threads[i] ?? 0) * PAGES_2M_PER_THREAD + PAGES_2M_PER_NODE,
  }));
  return { name: 'oneGb', mode: 'fast', numa: nodes.length > 1, nodes };
}

/** A dataset on each node, the cache on the first. */
function twoMbPerNode({ budget, threads }: LadderInput): Rung {
  const nodes = budget.nodes.map(({ id }, i) => ({
    id,
    pages1G: 0,
    pages2M:
      DATASET_PAGES_2M +
      (i === 0 ? CACHE_PAGES_2M : 0) +
      (threads[i] ?? 0) * PAGES_2M_PER_THREAD +
      PAGES_2M_PER_NODE,
  }));
  return { name: 'twoMb', mode: 'fast', numa: true, nodes };
}

/** One dataset or none: the pages may lie on any node, so each gives in proportion to its room. */
function spreadOut({ budget, threads, ceilingBytes }: LadderInput, name: Exclude<RungName, 'oneGb'>): Rung {
  const all = threads.reduce((sum, count) => sum + count, 0);
  const need =
    (name === 'twoMb' ? DATASET_PAGES_2M : 0) +
    CACHE_PAGES_2M +
    all * PAGES_2M_PER_THREAD +
    budget.nodes.length * PAGES_2M_PER_NODE;
  const rooms = budget.nodes.map(({ bytes }) => Math.floor(bytes / PAGE_2M_BYTES));
  const room = rooms.reduce((sum, pages) => sum + pages, 0);
  const allowed = Math.floor((ceilingBytes ?? Number.POSITIVE_INFINITY) / PAGE_2M_BYTES);
  const total = Math.min(need, room, allowed, Math.floor(budget.totalBytes / PAGE_2M_BYTES));
  let given = 0;
  let roomSoFar = 0;
  const nodes = budget.nodes.map(({ id }, i) => {
    roomSoFar += rooms[i] ?? 0;
    const pages2M = (room > 0 ? Math.floor((total * roomSoFar) / room) : 0) - given;
    given += pages2M;
    return { id, pages1G: 0, pages2M };
  });
  return { name, mode: name === 'light' ? 'light' : 'fast', numa: false, nodes };
}

/** Bytes that a rung takes in all, inside and outside of reserved pages. */
function spreadNeed(rung: Rung, { threads }: LadderInput): number {
  const all = threads.reduce((sum, count) => sum + count, 0);
  if (rung.name === 'oneGb' || rung.numa) return rung.nodes.reduce((sum, node) => sum + nodeNeed(node), 0);
  return (DATASET_PAGES_2M + CACHE_PAGES_2M + all + rung.nodes.length) * PAGE_2M_BYTES;
}

/** The rungs whose dataset lies in reserved pages take all of them or are none. */
function overCeiling(rung: Rung, input: LadderInput): string | null {
  const ceiling = input.ceilingBytes ?? null;
  if (ceiling === null || rung.name === 'transparent' || rung.name === 'light') return null;
  const need = spreadNeed(rung, input);
  return need > ceiling
    ? `needs ${sayBytes(need)} of huge pages, hugepages-max allows ${sayBytes(ceiling)}`
    : null;
}

function nodeNeed({ pages1G, pages2M }: NodeAsk): number {
  return pages1G * PAGE_1G_BYTES + pages2M * PAGE_2M_BYTES;
}

function whyNot(rung: Rung, budget: Budget, need: number): string | null {
  const several = budget.nodes.length > 1;
  const rooms = budget.nodes.reduce((sum, node) => sum + node.bytes, 0);
  const spare = Math.min(budget.totalBytes, rooms);
  if (need > spare) return `needs ${sayBytes(need)}, ${sayBytes(spare)} can be spared`;
  if (!several || !rung.numa) return null;
  const narrow = rung.nodes.findIndex((node, i) => nodeNeed(node) > (budget.nodes[i]?.bytes ?? 0));
  const node = rung.nodes[narrow];
  if (!node) return null;
  return `needs ${sayBytes(nodeNeed(node))} on node ${node.id}, ${sayBytes(budget.nodes[narrow]?.bytes ?? 0)} can be spared there`;
}
