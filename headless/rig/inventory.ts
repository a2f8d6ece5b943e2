import * as z from 'zod';

/** What only a program's answer tells well: cores and cache sizes of the whole machine, in bytes. */
export const inventorySchema = z.object({
  cores: z.number().int().positive().nullable(),
  l2Bytes: z.number().positive().nullable(),
  l3Bytes: z.number().positive().nullable(),
});
export type Inventory = z.infer<typeof inventorySchema>;

/** A hung `lscpu` must not hold up the rig; the answer takes some 20 ms on a PC, seconds under emulation. */
const PATIENCE_MS = 10_000;

/**
 * Physical cores and the sums of all L2 and L3 caches, from systeminformation's `cpu()` (which asks `lscpu`, and
 * so has hybrid cores, shared caches and several sockets right). Only this call is used: others of that package block
 * the event loop. Unknown values are null; never rejects.
 */
export async function readInventory(): Promise<Inventory> {
  try {
    // Loaded on first use: the package is large and needed once.
    const { cpu } = await import('systeminformation');
    const answer = await Promise.race([cpu(), patience()]);
    if (answer === null) return UNKNOWN;
    return {
      cores: positive(answer.physicalCores),
      l2Bytes: positive(answer.cache.l2),
      l3Bytes: positive(answer.cache.l3),
    };
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN: Inventory = { cores: null, l2Bytes: null, l3Bytes: null };

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref());
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
