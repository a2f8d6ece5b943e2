/** What RandomX takes, as XMRig 6.26 lays it out (measured; `docs/tuning.md` has the table). */

export const MIB = 1024 * 1024;
export const PAGE_2M_BYTES = 2 * MIB;
export const PAGE_1G_BYTES = 1024 * MIB;

/** 2080 MiB of dataset, once per machine or once per memory node. */
export const DATASET_PAGES_2M = 1040;
/** 256 MiB of cache, once per machine; all that light mode needs. */
export const CACHE_PAGES_2M = 128;
/** Dataset and cache together fit in three pages of 1 GB, on each node. */
export const DATASET_PAGES_1G = 3;
/** A scratchpad of 2 MiB for each thread. */
export const PAGES_2M_PER_THREAD = 1;
/** `randomx_create_vm` takes one page more on each node and does not report it: without it a scratchpad falls to 4 KB pages. */
export const PAGES_2M_PER_NODE = 1;

/**
 * Memory that stays free after all pages are taken, beside what the system already used when it was counted: two TUIs
 * (90 MB each at most, half of it shared), XMRig's own 15 MB, a full journal (32 MB), and room for the network.
 */
export const SYSTEM_RESERVE_BYTES = 192 * MIB;
/** On machines with several nodes the kernel also keeps some of each for itself. */
export const NODE_RESERVE_BYTES = 32 * MIB;

/** `1234 MB` or `2.3 GB`, in binary units as memory is sold. */
export function sayBytes(bytes: number): string {
  const mib = Math.max(0, bytes) / MIB;
  return mib < 1024 ? `${Math.round(mib)} MB` : `${(mib / 1024).toFixed(1)} GB`;
}
