import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createEffects } from '../../headless/effects.ts';
import { laptopHost } from '../../headless/host.ts';
import { childMiner } from '../../headless/miner/child.ts';
import type { MinerControl } from '../../headless/miner/control.ts';
import type { MiningTarget } from '../../headless/pool.ts';
import { liveMachine } from '../../headless/rig/machine-source.ts';
import type { Effect } from '../../headless/state/effect.ts';
import { noHighest } from '../../headless/state/history.ts';
import { noFork } from '../../headless/state/model.ts';
import { readSession, type Session } from '../../headless/state/session.ts';

const SESSION: Session = {
  target: {
    stackId: 'pithead.local:3333',
    source: 'discovery',
    why: { reason: 'set', where: 'rigforge.conf line 1' },
    pools: [
      {
        host: 'pithead.local',
        address: null,
        port: 3333,
        tls: false,
        fingerprint: null,
        user: 'rig',
        password: null,
      },
    ],
  },
  milestones: {
    engineStarted: 1,
    stackFound: null,
    minerStarted: null,
    firstHashrate: null,
    firstShare: null,
  },
  xmrig: { mode: 'fast', oneGbPages: false, numa: false, threads: null },
  history: { minute: 0, minutes: [] },
  highest: noHighest,
  fork: noFork(0),
  held: {},
  paid: [],
  pausedUntil: null,
};

it('remembers the last of many changes that come at once', async () => {
  const runDirectory = await mkdtemp(join(tmpdir(), 'rigforge-effects-'));
  onTestFinished(() => rm(runDirectory, { recursive: true, force: true }));
  const news: unknown[] = [];
  const effects = createEffects({
    host: laptopHost(),
    runDirectory,
    machine: liveMachine(runDirectory),
    miner: childMiner({ program: '/bin/false', runDirectory, apiPort: 1 }),
    version: 'test',
    discoverOn: null,
  });
  for (let change = 1; change <= 50; change += 1) {
    const milestones = { ...SESSION.milestones, engineStarted: change };
    effects.run({ effect: 'saveSession', session: { ...SESSION, milestones } }, (one) => news.push(one));
  }
  await expect.poll(async () => (await readSession(runDirectory))?.milestones.engineStarted).toBe(50);
  expect(news).toEqual([]);
});

/** Effects whose XMRig answers as `start` says. */
async function withMiner(start: MinerControl['start'], stop: MinerControl['stop']) {
  const runDirectory = await mkdtemp(join(tmpdir(), 'rigforge-effects-'));
  onTestFinished(() => rm(runDirectory, { recursive: true, force: true }));
  const miner: MinerControl = { start, stop, pid: async () => null, follow: () => () => {}, apiPort: 1 };
  const machine = liveMachine(runDirectory);
  return createEffects({
    host: laptopHost(),
    runDirectory,
    machine,
    miner,
    version: 'test',
    discoverOn: null,
  });
}

const order = (host: string): Effect => {
  const [pool] = SESSION.target.pools;
  const target: MiningTarget = { ...SESSION.target, pools: [{ ...pool, host }] };
  return { effect: 'startMiner', target, held: [null], xmrig: SESSION.xmrig, donatePercent: 1, label: 'rig' };
};

it('gives XMRig the newest order of those that came while it was busy', async () => {
  const started: string[] = [];
  let stopped = 0;
  const effects = await withMiner(
    async ({ target }) => {
      await sleep(20);
      started.push(target.pools[0].host);
      return 42;
    },
    async () => {
      stopped += 1;
    },
  );
  const news: unknown[] = [];
  for (let number = 1; number <= 100; number += 1)
    effects.run(order(`10.0.0.${number}`), (one) => news.push(one));
  effects.run({ effect: 'stopMiner' }, (one) => news.push(one));
  effects.run(order('10.0.0.200'), (one) => news.push(one));
  await expect.poll(() => news.length).toBeGreaterThan(0);
  await sleep(100);
  expect(started.at(-1)).toBe('10.0.0.200');
  expect(started.length).toBeLessThanOrEqual(2);
  expect(stopped).toBe(0);
});

it('waits for no effect without an end: it has failed, and the next one has its turn', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const started: string[] = [];
  const effects = await withMiner(
    ({ target }) => {
      started.push(target.pools[0].host);
      return started.length === 1 ? new Promise(() => {}) : Promise.resolve(42);
    },
    async () => {},
  );
  const news: { event: string; error?: string }[] = [];
  effects.run(order('10.0.0.1'), (one) => news.push(one));
  await vi.advanceTimersByTimeAsync(30_000);
  effects.run(order('10.0.0.2'), (one) => news.push(one));
  await vi.advanceTimersByTimeAsync(31_000);
  await vi.waitFor(() => expect(started).toEqual(['10.0.0.1', '10.0.0.2']));
  expect(news[0]).toMatchObject({ event: 'failed', error: 'no answer within 60 s' });
});
