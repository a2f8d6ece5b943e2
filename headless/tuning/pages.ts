import { exists, listFolder, readNumber } from '../rig/files.ts';
import type { MachineSource } from '../rig/machine-source.ts';

/** What one memory node has of each size. */
export interface NodePages {
  id: number;
  total1G: number;
  free1G: number;
  total2M: number;
  free2M: number;
}

/** The kernel's counters; `has1G` and `has2M` tell whether it knows the size at all. */
export interface HugePageCounters {
  has1G: boolean;
  has2M: boolean;
  nodes: NodePages[];
}

export type PageSize = '1G' | '2M';
const FOLDER: Record<PageSize, string> = { '1G': 'hugepages-1048576kB', '2M': 'hugepages-2048kB' };

/** Reads the counters of all nodes; zeros where the kernel has none. */
export async function readPageCounters(machine: MachineSource): Promise<HugePageCounters> {
  const folders = await listFolder(machine, 'sys/devices/system/node');
  const known = folders.flatMap((name) => /^node(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const nodeIds = known.length > 0 ? known : [0];
  const [has1G, has2M, ...nodes] = await Promise.all([
    exists(machine, `sys/kernel/mm/hugepages/${FOLDER['1G']}`),
    exists(machine, `sys/kernel/mm/hugepages/${FOLDER['2M']}`),
    ...nodeIds.map((id) => readNode(machine, id)),
  ]);
  return { has1G, has2M, nodes };
}

/** Asks the kernel for so many pages on a node, or gives some back. The answer is in the counters, not here. */
export async function setPages(
  machine: MachineSource,
  node: number,
  size: PageSize,
  pages: number,
): Promise<void> {
  await machine.write(`${await folderOf(machine, node, size)}/nr_hugepages`, String(pages));
}

async function readNode(machine: MachineSource, id: number): Promise<NodePages> {
  const [large, small] = await Promise.all([folderOf(machine, id, '1G'), folderOf(machine, id, '2M')]);
  const count = async (folder: string, name: string) => (await readNumber(machine, `${folder}/${name}`)) ?? 0;
  const [total1G, free1G, total2M, free2M] = await Promise.all([
    count(large, 'nr_hugepages'),
    count(large, 'free_hugepages'),
    count(small, 'nr_hugepages'),
    count(small, 'free_hugepages'),
  ]);
  return { id, total1G, free1G, total2M, free2M };
}

/** A kernel without NUMA has only the machine-wide folder. */
async function folderOf(machine: MachineSource, node: number, size: PageSize): Promise<string> {
  const ofNode = `sys/devices/system/node/node${node}/hugepages/${FOLDER[size]}`;
  return (await exists(machine, ofNode)) ? ofNode : `sys/kernel/mm/hugepages/${FOLDER[size]}`;
}
