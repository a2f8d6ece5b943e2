/** Rigs at pools that pay as chance will have it, look by look through the very rules: no such place is called useless. */
import { expect, it } from 'vitest';
import { countDrops } from '../../../headless/decide/failover.ts';
import { countRejects, rejectedAll } from '../../../headless/decide/rejects.ts';
import { countExpected, useless } from '../../../headless/decide/results.ts';
import { freshMiner } from '../../../headless/decide/start.ts';
import type { MinerState } from '../../../headless/state/miner.ts';
import { seeded } from '../../tui/random-snapshot.ts';
import { summary } from '../rig.ts';

const LOOK_MS = 10_000;
const DAYS = 4;
/** Monero makes a block so often, in the mean. */
const BLOCK_MS = 120_000;
/** Of a pool with a bad day: shares that come too late. */
const REJECTED = 0.02;

/** How often the rules would leave a sound place in some days of a rig, and how many shares it was paid. */
function days(hashrate: number, shareSeconds: number, random: () => number) {
  const events = (perLook: number) => {
    // Poisson's way for the few that there are in ten seconds.
    let count = 0;
    for (let left = random(); left > Math.exp(-perLook) && count < 50; left *= random()) count += 1;
    return count;
  };
  const at = summary();
  const difficulty = hashrate * shareSeconds;
  let [accepted, rejected, rate] = [0, 0, hashrate];
  let awayUntil = 0;
  let miner: MinerState = freshMiner(0);
  let alarms = 0;
  for (let now = 0; now < DAYS * 86_400_000; now += LOOK_MS) {
    // It gets warm and cools, somebody uses the computer, the router restarts.
    if (random() < 0.001) rate = hashrate * (0.3 + 0.7 * random());
    if (random() < 0.0002) awayUntil = now + 20 * 60_000 * random();
    const isAway = now < awayUntil;
    for (let share = isAway ? 0 : events((rate * LOOK_MS) / 1000 / difficulty); share > 0; share -= 1)
      if (random() < REJECTED) rejected += 1;
      else accepted += 1;
    const connection = { ...at.connection, pool: 'a:1', accepted, rejected, diff: difficulty };
    const seen = { ...at, hashrate: { ...at.hashrate, total: [isAway ? 0 : rate] }, connection };
    const dropped = countDrops(miner.failover, seen, now);
    const failover = countExpected(countRejects(dropped, seen, now), seen, now);
    const isNew = !isAway && random() < 1 - Math.exp(-LOOK_MS / BLOCK_MS);
    const hashingSince = isAway ? null : (miner.work.hashingSince ?? now);
    const heightSince = isNew ? now : miner.work.heightSince;
    miner = { ...miner, failover, work: { ...miner.work, hashingSince, heightSince } };
    if (useless(miner, now) !== null || rejectedAll(failover, now) !== null) alarms += 1;
  }
  return { alarms, accepted };
}

it('no rig from 20 H/s to 100 kH/s leaves one, in days at each of four difficulties', () => {
  const random = seeded(2027);
  let paid = 0;
  for (const hashrate of [20, 1000, 100_000])
    for (const shareSeconds of [10, 30, 500, 7200]) {
      const { alarms, accepted } = days(hashrate, shareSeconds, random);
      expect(alarms, `${hashrate} H/s, a share in ${shareSeconds} s`).toBe(0);
      paid += accepted;
    }
  // It was played: less than all shares that there could be, and more than half of them.
  const most = 3 * DAYS * 86_400 * (1 / 10 + 1 / 30 + 1 / 500 + 1 / 7200);
  expect(paid).toBeGreaterThan(most / 3);
  expect(paid).toBeLessThan(most);
});
