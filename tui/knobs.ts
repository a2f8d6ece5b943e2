import type { TuningRecord } from '../headless/snapshot.ts';
import { bad, plain, type Span, warning } from './line.ts';

/** The tuning knobs by the names that every screen gives them. */
export const KNOBS: Readonly<Record<TuningRecord['knob'], string>> = {
  hugePages1G: 'Huge pages, 1 GB',
  hugePages2M: 'Huge pages, 2 MB',
  msr: 'MSR registers',
  governor: 'CPU governor',
  numa: 'NUMA nodes',
  threads: 'Miner threads',
};

/** How much of what was asked is there; the words say all that the colours do. */
export const TUNING_MARKS: Readonly<Record<TuningRecord['status'], Span>> = {
  full: plain('[full]'),
  partial: warning('[part]'),
  refused: bad('[none]'),
  notApplicable: plain('[ -- ]'),
};

/** True where less is effective than was asked. */
export function fallsShort({ status }: TuningRecord): boolean {
  return status === 'partial' || status === 'refused';
}
