import type { RigFacts } from '../rig/facts.ts';
import type { HugePageCounters, NodePages } from './pages.ts';
import { NODE_RESERVE_BYTES, PAGE_1G_BYTES, PAGE_2M_BYTES, SYSTEM_RESERVE_BYTES } from './sizes.ts';

/** What the owner and the moment allow. */
export interface TuningLimits {
  /** The owner's ceiling; null for none. */
  threads: number | null;
  /** Memory to leave to the system; null for what it needs at least. */
  reserveBytes?: number | null;
  /** The most that reserved huge pages may take; null for as much as helps. */
  hugePageBytes?: number | null;
  pages: HugePageCounters;
  /** Resident memory of an XMRig that is already running, huge pages not counted. */
  minerBytes?: number;
}

/** What may be given to RandomX, after the reserve; `nodes` in the order of the facts. */
export interface Budget {
  totalBytes: number;
  nodes: { id: number; bytes: number }[];
}

/**
 * Pages that are already reserved count as free memory: the plan may give them back, and those in use are used by XMRig,
 * because nothing else on a rig takes any. `minerBytes` is what an XMRig that already runs holds outside of them.
 */
export function memoryBudget(
  facts: RigFacts,
  { pages, minerBytes = 0, reserveBytes }: Pick<TuningLimits, 'pages' | 'minerBytes' | 'reserveBytes'>,
): Budget {
  const held = pages.nodes.map(pageBytes);
  const spare = facts.memory.availableBytes + minerBytes - (reserveBytes ?? SYSTEM_RESERVE_BYTES);
  const totalBytes = Math.max(0, spare + held.reduce((sum, { bytes }) => sum + bytes, 0));
  const alone = facts.numaNodes.length === 1;
  return {
    totalBytes,
    nodes: facts.numaNodes.map(({ id, freeBytes }) => {
      const pagesHere = held.find((node) => node.id === id)?.bytes ?? 0;
      const minerHere = minerBytes / facts.numaNodes.length;
      const here = alone ? totalBytes : freeBytes + minerHere + pagesHere - NODE_RESERVE_BYTES;
      return { id, bytes: Math.max(0, here) };
    }),
  };
}

function pageBytes({ id, total1G, total2M }: NodePages): { id: number; bytes: number } {
  return { id, bytes: total1G * PAGE_1G_BYTES + total2M * PAGE_2M_BYTES };
}
