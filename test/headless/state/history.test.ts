import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { meansOf, noHistory, withReading } from '../../../headless/state/history.ts';
import { readSession, writeSession } from '../../../headless/state/session.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { facts, poolSetting, Rig, summary } from '../rig.ts';

const at = (minute: number, second = 0) => minute * 60_000 + second * 1000;

it('begins with the first hash and keeps one mean a minute', () => {
  let history = withReading(noHistory, at(3), 0);
  expect(meansOf(history)).toEqual([]);
  history = withReading(history, at(3, 10), 1000);
  history = withReading(history, at(3, 20), 1001);
  expect(meansOf(history)).toEqual([1000.5]);
  history = withReading(history, at(4), 900);
  expect(meansOf(history)).toEqual([1000.5, 900]);
});

it('leaves a gap where nothing was read, and counts a stopped miner as zero', () => {
  let history = withReading(noHistory, at(0), 1000);
  history = withReading(history, at(3), null);
  expect(meansOf(history)).toEqual([1000, null, null, null]);
  history = withReading(history, at(3, 2), 0);
  expect(meansOf(history)).toEqual([1000, null, null, 0]);
});

it('holds the last hour, also after a long silence', () => {
  let history = withReading(noHistory, at(0), 1);
  for (let minute = 1; minute <= 70; minute += 1) history = withReading(history, at(minute), minute);
  expect(meansOf(history)).toHaveLength(60);
  expect(meansOf(history).at(0)).toBe(11);
  history = withReading(history, at(100_000), null);
  expect(meansOf(history)).toEqual(Array.from({ length: 60 }, () => null));
});

it('goes on after an engine restart, written at most once a minute', async () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
  const from = rig.effects.length;
  for (let second = 0; second < 180; second += 2) {
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ hashrate: 1000 + second }) });
    rig.pass(2);
  }
  const remembered = rig.effects.slice(from).filter((effect) => effect.effect === 'saveSession');
  expect(remembered).toHaveLength(3);

  const folder = await mkdtemp(join(tmpdir(), 'rigforge-history-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const last = remembered.at(-1);
  if (last) await writeSession(folder, last.session);
  const session = await readSession(folder);
  expect(session).not.toBeNull();

  const second = new Rig();
  second.state = { ...second.state, now: rig.state.now };
  second.tell({ event: 'started' });
  second.tell({ event: 'adoptionChecked', session, pid: 42 });
  second.readConfig([poolSetting]);
  second.tell({ event: 'rigRead', facts, checks: [], canMine: true });
  second.tuned();
  expect(meansOf(second.state.history).slice(0, 3)).toEqual(meansOf(rig.state.history).slice(0, 3));
});

it('keeps the best rate that was ever shown, over starts of XMRig and of the engine', () => {
  const shown = (rig: Rig) => snapshotOf(rig.state, { version: '', commit: '' }).miner?.hashesPerSecond;
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
  const status = summary({ hashrate: 900 });
  const hashrate = { total: [900, 1100, null], highest: 1000 };
  rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, hashrate } });
  expect(shown(rig)).toMatchObject({ seconds60: 1100, highest: 1100 });
  const idle = { ...summary({ hashrate: 0 }), hashrate: { total: [0, 0, null], highest: null } };
  rig.tell({ event: 'minerStatus', pid: 43, summary: idle });
  expect(shown(rig)).toEqual({ seconds10: null, seconds60: null, minutes15: null, highest: 1100 });
  rig.pass(60);
  const session = rig.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
  const second = new Rig();
  second.tell({ event: 'started' });
  second.tell({ event: 'adoptionChecked', session, pid: 43 });
  second.readConfig([poolSetting], 0);
  second.readRig();
  second.tuned();
  expect(shown(second)?.highest).toBe(1100);
});
