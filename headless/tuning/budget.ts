import type { RigFacts } from '../rig/facts.ts';
import type { NodePages } from './pages.ts';
import type { TuningLimits } from './plan.ts';
import { NODE_RESERVE_BYTES, PAGE_1G_BYTES, PAGE_2M_BYTES, SYSTEM_RESERVE_BYTES } from './sizes.ts';

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
