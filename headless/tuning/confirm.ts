import type { MachineSource } from '../rig/machine-source.ts';
import type { TuningRecord } from '../snapshot.ts';
import { type HugePageCounters, readPageCounters } from './pages.ts';
import { CACHE_PAGES_2M, DATASET_PAGES_1G, DATASET_PAGES_2M } from './sizes.ts';

/** What a running XMRig says about itself. */
export interface MinerAnswer {
  hugePages: { allocated: number; wanted: number };
  threads: number;
}

/**
 * The records once XMRig runs: `effective` becomes what the kernel and XMRig say when asked back. Unchanged while XMRig has no
 * dataset yet. A knob that was refused or left alone stays as it is.
 */
export async function confirmTuning(
  records: readonly TuningRecord[],
  machine: MachineSource,
  miner: MinerAnswer,
): Promise<TuningRecord[]> {
  if (miner.hugePages.wanted === 0 || miner.threads === 0) return [...records];
  const counters = await readPageCounters(machine);
  return records.map((record) => {
    if (record.knob === 'threads') return confirmThreads(record, miner);
    // The XMRig under a recorded computer has the pages of another one.
    if (!machine.live || !isAnswerable(record)) return record;
    if (record.knob === 'hugePages1G') return confirmOneGb(record, miner, counters);
    if (record.knob === 'hugePages2M') return confirmTwoMb(record, miner, counters);
    return record.knob === 'numa' ? confirmNuma(record, miner) : record;
  });
}

function isAnswerable({ status }: TuningRecord): boolean {
  return status === 'full' || status === 'partial' || status === 'pending';
}

function confirmOneGb(record: TuningRecord, miner: MinerAnswer, counters: HugePageCounters): TuningRecord {
  const total = sum(counters, 'total1G');
  const used = total - sum(counters, 'free1G');
  const datasets = countDatasets(miner);
  const asked = record.wanted ?? 0;
  const effective = `${used} of ${total} in use`;
  if (datasets.size === '1G' && used >= asked) return { ...record, effective, status: 'full', why: null };
  const why = 'XMRig did not put its dataset into them.';
  return { ...record, effective, status: used > 0 ? 'partial' : 'refused', why };
}

function confirmTwoMb(record: TuningRecord, miner: MinerAnswer, counters: HugePageCounters): TuningRecord {
  const { allocated, wanted } = miner.hugePages;
  const total = sum(counters, 'total2M');
  const used = total - sum(counters, 'free2M');
  const percent = Math.floor((100 * allocated) / wanted);
  const isLight = countDatasets(miner).count === 0;
  const effective = `${used} of ${total} in use, XMRig: huge pages ${percent} % (${allocated} of ${wanted})${isLight ? ', light mode' : ''}`;
  if (record.status === 'partial') return { ...record, effective };
  if (allocated >= wanted) {
    return { ...record, effective, status: 'full', why: isLight ? record.why : null };
  }
  const why = `XMRig found room in huge pages for ${allocated} of the ${wanted} it wants.`;
  return { ...record, effective, status: 'partial', why };
}

function confirmNuma(record: TuningRecord, miner: MinerAnswer): TuningRecord {
  const { count } = countDatasets(miner);
  const asked = record.wanted ?? 0;
  const effective = `${count} ${count === 1 ? 'dataset' : 'datasets'}`;
  if (count >= asked) return { ...record, effective, status: 'full', why: null };
  return {
    ...record,
    effective,
    status: 'partial',
    why: `XMRig made ${effective} where ${asked} were asked.`,
  };
}

function confirmThreads(record: TuningRecord, { threads }: MinerAnswer): TuningRecord {
  // On a laptop the record only says that nothing is changed; the number is still worth seeing.
  if (record.status === 'notApplicable') return { ...record, effective: sayThreads(threads) };
  const { wanted: asked = null } = record;
  const full = asked === null || threads === asked;
  const why = full ? null : `XMRig runs ${sayThreads(threads)} where ${asked} were asked.`;
  return { ...record, effective: sayThreads(threads), status: full ? 'full' : 'partial', why };
}

/**
 * XMRig gives no number of datasets, but its huge page total tells: threads, and 3 pages for each node (1 GB), or 1040 for
 * each node and 128 for the cache (2 MB).
 */
function countDatasets({ hugePages, threads }: MinerAnswer): { count: number; size: '1G' | '2M' } {
  const pages = hugePages.wanted - threads;
  if (pages < CACHE_PAGES_2M) return { count: Math.round(pages / DATASET_PAGES_1G), size: '1G' };
  return { count: Math.round((pages - CACHE_PAGES_2M) / DATASET_PAGES_2M), size: '2M' };
}

function sum(counters: HugePageCounters, name: 'total1G' | 'free1G' | 'total2M' | 'free2M'): number {
  return counters.nodes.reduce((total, node) => total + node[name], 0);
}

function sayThreads(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
