import { expect, it } from 'vitest';
import type { TuningRecord } from '../../headless/snapshot.ts';
import { fallsShort, tuningMark, tuningWord } from '../../tui/knobs.ts';

const THREADS: TuningRecord = {
  knob: 'threads',
  asked: 'at most 16',
  effective: 'not known yet',
  status: 'pending',
  why: 'XMRig has not been asked yet.',
  worth: 'unknown',
};

it('takes what XMRig was not asked yet for no shortfall', () => {
  expect(tuningMark(THREADS)).toEqual({ text: '[ .. ]', tone: 'plain' });
  expect(fallsShort(THREADS)).toBe(false);
  const known: TuningRecord = { ...THREADS, effective: '12', status: 'partial' };
  expect(tuningMark(known)).toEqual({ text: '[part]', tone: 'warning' });
  expect(fallsShort(known)).toBe(true);
});

it.each(['full', 'partial', 'refused', 'notApplicable', 'pending'] as const)(
  'has the same word for %s in a mark and in a line',
  (status) => {
    const record = { ...THREADS, effective: 'something', status };
    expect(tuningMark(record).text).toContain(tuningWord(record));
    expect(tuningMark(record).text).toHaveLength(6);
  },
);
