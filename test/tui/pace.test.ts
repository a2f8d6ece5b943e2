import { expect, it } from 'vitest';
import { mayDim, paceMs } from '../../tui/pace.ts';
import { HELD, OLD } from './snapshots.ts';
import { BAD_INPUT, REPAIRING } from './troubles.ts';

const MINUTE_MS = 60_000;

it('redraws at most every 2 s while mining, less when nobody pressed a key', () => {
  expect(paceMs(OLD, 1000)).toBe(500);
  expect(paceMs(OLD, 5000)).toBe(2000);
  expect(paceMs(OLD, 2 * MINUTE_MS)).toBe(5000);
  expect(paceMs(HELD, 2 * MINUTE_MS)).toBe(500);
  expect(paceMs(null, 2 * MINUTE_MS)).toBe(500);
});

it('dims after ten minutes without a key, and never while something is wrong', () => {
  expect(mayDim(OLD, 9.9 * MINUTE_MS)).toBe(false);
  expect(mayDim(OLD, 10 * MINUTE_MS)).toBe(true);
  for (const snapshot of [HELD, REPAIRING, BAD_INPUT, null]) {
    expect(mayDim(snapshot, 60 * MINUTE_MS)).toBe(false);
  }
});
