/** A computer that does much less than it did is said as that; nothing is restarted for it. */
import { expect, it } from 'vitest';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { poolSetting, Rig, summary } from '../rig.ts';

const shown = (rig: Rig) =>
  snapshotOf(rig.state, { version: '', commit: '' }).messages.map(({ where, text }) => `${where}: ${text}`);

/** Shares come as they should. */
function at(rate: number, second: number): MinerSummary {
  const seen = summary({ hashrate: rate, accepted: second });
  return { ...seen, hashrate: { total: [rate, rate, rate], highest: rate } };
}

function mining(): Rig {
  return new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
}

function passes(rig: Rig, seconds: number, rate: number): void {
  for (let second = 0; second < seconds; second += 10) {
    rig.tell({ event: 'minerStatus', pid: 42, summary: at(rate, rig.state.now) });
    rig.pass(10);
  }
}

it('is named when it does less than half of its best for ten minutes, and no longer than that', () => {
  const rig = mining();
  passes(rig, 60, 1000);
  passes(rig, 590, 300);
  expect(shown(rig)).toEqual([]);
  passes(rig, 30, 300);
  expect(shown(rig)).toEqual([expect.stringContaining("hashrate: 30 % of this computer's own best")]);
  expect(rig.started()).toHaveLength(1);
  passes(rig, 10, 900);
  expect(shown(rig)).toEqual([]);
});

it('is not named for being half as fast, for a short dip, or while it is paused', () => {
  const rig = mining();
  passes(rig, 60, 1000);
  passes(rig, 3600, 510);
  passes(rig, 300, 100);
  passes(rig, 10, 1000);
  passes(rig, 500, 100);
  expect(shown(rig)).toEqual([]);
  passes(rig, 200, 100);
  rig.tell({ event: 'intent', intent: { intent: 'pause' } });
  expect(shown(rig)).toEqual([]);
});
