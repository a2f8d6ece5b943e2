import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../qemu/rig.ts';
import { bootRig, explainFailure, MINING_MS, mainPid, moreShares } from './support/boot.ts';
import { takePicture } from './support/picture.ts';
import { monitorShows } from './support/tty1.ts';

/** Of each algorithm, in each mode. Each one of v2 takes the verifier a second beside an emulated PC: more are for those who ask. */
const SHARES = Number(process.env['RIGFORGE_SHARES'] ?? 20);

describe.each([
  { memory: '4G', mode: 'fast', difficulty: '5', name: 'fork' },
  { memory: '2G', mode: 'light', difficulty: '2', name: 'fork-light' },
])('a rig with $memory on the day of the fork', ({ memory, mode, difficulty, name }) => {
  let rig: Rig;
  let xmrig: number;

  beforeAll(async () => {
    rig = await bootRig('--memory', memory, '--difficulty', difficulty, '--fork-after', String(SHARES));
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('mines RandomX v1, and says so', async () => {
    await moreShares(rig, 10, MINING_MS);
    xmrig = await mainPid(rig, 'xmrig');
    await monitorShows(rig, [/RandomX v1/, /[\d.]+ H\/s/], 180_000);
    await takePicture(rig, `${name}-before`);
    const snapshot = await rig.snapshot();
    expect(snapshot.miner?.algorithm).toBe('rx/0');
    expect(snapshot.tuning.find(({ knob }) => knob === 'hugePages2M')?.status).toBe('full');
  });

  it(`goes over to v2 in the same process, with no share of ${mode} mode rejected`, async () => {
    const verified = (algorithm: string) => rig.stack?.status().algorithms[algorithm]?.verifiedShares ?? 0;
    while (verified('rx/2') < SHARES) await moreShares(rig, 1, MINING_MS);
    expect(verified('rx/0')).toBeGreaterThanOrEqual(SHARES);
    expect(rig.shares().rejectedShares).toBe(0);
    expect(await mainPid(rig, 'xmrig')).toBe(xmrig);
  });

  it('tells a person in one line', async () => {
    const snapshot = await rig.snapshotWhere(({ miner }) => miner?.algorithm === 'rx/2', 60_000);
    expect(snapshot.stage).toBe('mining');
    expect(snapshot.miner?.restarts).toBe(0);
    const told = snapshot.messages.filter(({ where }) => where === 'Monero');
    const height = rig.stack?.status().forkHeight?.toLocaleString('en-US');
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringContaining(`at height ${height}: now RandomX v2`),
    ]);
    await monitorShows(rig, [/RandomX v2/, /changed its proof of work/, /[\d.]+ H\/s/], 180_000);
    await takePicture(rig, `${name}-after`);
  });

  it('starts after it as before, with nothing configured', async () => {
    await rig.startsAgain(() => rig.machine.qmp.execute('system_reset'));
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(({ milestones }) => milestones.firstShare !== null, 180_000);
    expect(snapshot).toMatchObject({ miner: { algorithm: 'rx/2' }, target: { source: 'discovery' } });
    expect(snapshot.messages.filter(({ where }) => where !== 'XMRig')).toEqual([]);
    expect(rig.shares().rejectedShares).toBe(0);
  });
});
