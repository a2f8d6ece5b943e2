import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createEffects } from '../../headless/effects.ts';
import { laptopHost } from '../../headless/host.ts';
import { childMiner } from '../../headless/miner/child.ts';
import { liveMachine } from '../../headless/rig/machine-source.ts';
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
