import { readFileSync, writeFileSync } from 'node:fs';
import { NotMeasured } from './row.ts';

/** The kernel's counters of 2 MB pages (Documentation/admin-guide/mm/hugetlbpage.rst). */
export const PAGES_2M = '/sys/kernel/mm/hugepages/hugepages-2048kB';

/**
 * Sees to it that `wanted` pages of 2 MB are free; the returned function puts the kernel's number of pages back. So does the end
 * of this process, however it comes: pages still in use go when their user ends. Throws `NotMeasured` where they cannot be had.
 */
export function reservePages(wanted: number, folder = PAGES_2M): () => void {
  const read = (name: string): number => Number(readFileSync(`${folder}/${name}`, 'utf8'));
  const write = (pages: number): void => writeFileSync(`${folder}/nr_hugepages`, String(pages));
  let before: number;
  try {
    before = read('nr_hugepages');
  } catch {
    throw new NotMeasured('this kernel has no pages of 2 MB');
  }
  const missing = wanted - read('free_hugepages');
  try {
    if (missing > 0) write(before + missing);
  } catch {
    throw new NotMeasured(
      `${wanted} pages of 2 MB are needed, ${wanted - missing} are free, and only root may reserve more: sudo npm run bench`,
    );
  }
  const restore = (): void => {
    process.off('exit', restore);
    // As root XMRig takes more by itself where a memory node is short of them.
    if (read('nr_hugepages') !== before) write(before);
  };
  process.once('exit', restore);
  const free = read('free_hugepages');
  if (free >= wanted) return restore;
  restore();
  throw new NotMeasured(`${wanted} pages of 2 MB were asked for, the kernel had only ${free} to give`);
}
