import { expect, it } from 'vitest';
import { best } from '../../tui/screens/last-hour.ts';
import { BASE, MINER, OLD } from './snapshots.ts';

it('has no best rate before there was one', () => {
  expect(best(BASE)).toBeNull();
});

it('has a best rate that is no less than any rate on the screen, whatever XMRig calls its highest', () => {
  const hashesPerSecond = { seconds10: 9000, seconds60: 8900, minutes15: null, highest: 8800 };
  expect(best({ ...OLD, miner: { ...MINER, hashesPerSecond } })).toBe(9000);
  expect(best({ ...OLD, history: [9500, null], miner: { ...MINER, hashesPerSecond } })).toBe(9500);
});
