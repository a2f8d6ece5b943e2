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

/** How much of what was asked is there, in the one word that every screen has for it. */
export function tuningWord(record: TuningRecord): string {
  return WORDS[record.status];
}

/** The word as a mark; it says all that the colour does. */
export function tuningMark(record: TuningRecord): Span {
  const word = tuningWord(record);
  const text = word.length > 2 ? `[${word}]` : `[ ${word} ]`;
  if (!fallsShort(record)) {
    return plain(text);
  }
  return record.status === 'refused' ? bad(text) : warning(text);
}

/** True where less is effective than was asked. */
export function fallsShort(record: TuningRecord): boolean {
  return record.status === 'partial' || record.status === 'refused';
}

const WORDS: Readonly<Record<TuningRecord['status'], string>> = {
  full: 'full',
  partial: 'part',
  refused: 'none',
  notApplicable: '--',
  pending: '..',
};
