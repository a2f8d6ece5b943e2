import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../headless/pool.ts';
import { pithead, poolSetting, Rig, summary } from '../rig.ts';

const names = ['first.lan', 'second.lan', 'third.lan'];
const pools = names.map((host) => ({ ...poolSetting, host }));

/** What XMRig says: the pool that worked last, whether it does now, and how many connections it has lost. */
function says(rig: Rig, pool: string, failures: number, connected = true): void {
  const status = summary({ failures, connectedMs: connected ? 5000 : 0, hashrate: connected ? 900 : 0 });
  const connection = { ...status.connection, pool: `${pool}:3333` };
  rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, connection } });
}

/** `pool` hangs up every five seconds, seen by chance only. */
function drops(rig: Rig, pool: string, times: number): void {
  const orders = rig.started().length;
  for (let failures = 1; failures <= times; failures += 1) {
    says(rig, pool, failures, failures % 3 === 0);
    if (rig.started().length > orders) break;
    rig.pass(5);
  }
}

function mining(): Rig {
  const rig = new Rig().untilFinding({ pools, waitSeconds: 0 });
  rig.minerStarted();
  return rig;
}

const order = (rig: Rig) => {
  const target = rig.started().at(-1)?.target;
  return target ? inOrder(target).map(({ host }) => host) : [];
};

/** Hashes at `pool` for so many minutes. */
function works(rig: Rig, pool: string, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    says(rig, pool, 0);
    rig.pass(60);
  }
  says(rig, pool, 0);
}

describe('a pool that takes logins and hangs up', () => {
  it('is passed over for the next one, and that is said', () => {
    const rig = mining();
    drops(rig, 'first.lan', 3);
    expect(order(rig)).toEqual(names);
    drops(rig, 'first.lan', 6);
    expect(order(rig)).toEqual(['second.lan', 'third.lan', 'first.lan']);
    expect(rig.messages.at(-1)).toMatchObject({ level: 'warning', where: 'first.lan:3333' });
    expect(rig.miner?.restarts.count).toBe(0);
  });

  it('gets its chance again after ten minutes, then after twenty, and for good when it works', () => {
    const rig = mining();
    drops(rig, 'first.lan', 6);
    rig.minerStarted();
    works(rig, 'second.lan', 9);
    expect(order(rig)[0]).toBe('second.lan');
    works(rig, 'second.lan', 1);
    expect(order(rig)).toEqual(names);
    rig.minerStarted();
    drops(rig, 'first.lan', 6);
    rig.minerStarted();
    works(rig, 'second.lan', 19);
    expect(order(rig)[0]).toBe('second.lan');
    works(rig, 'second.lan', 1);
    expect(order(rig)).toEqual(names);
    rig.minerStarted();
    works(rig, 'first.lan', 60);
    expect(rig.miner?.failover.passedOver).toBe(0);
    expect(rig.started()).toHaveLength(5);
  });

  it('stays where it is the only one, and where it hangs up now and then', () => {
    const alone = new Rig().untilFinding({ pools: pools.slice(0, 1), waitSeconds: 0 });
    alone.minerStarted();
    drops(alone, 'first.lan', 60);
    expect(alone.started()).toHaveLength(1);
    const rig = mining();
    for (let failures = 0; failures < 30; failures += 1) {
      says(rig, 'first.lan', failures);
      rig.pass(60);
    }
    expect(rig.started()).toHaveLength(1);
  });

  it('is not one for what it did before the engine started', () => {
    const session = mining().effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'adoptionChecked', session, pid: 42 });
    second.readConfig(pools, 0);
    second.readRig();
    second.tuned();
    for (let look = 0; look < 10; look += 1) says(second, 'first.lan', 50);
    expect(second.started()).toHaveLength(0);
  });

  it('is known to an engine that starts anew', () => {
    const rig = mining();
    drops(rig, 'first.lan', 6);
    const session = rig.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'adoptionChecked', session, pid: 42 });
    second.readConfig(pools, 0);
    second.readRig();
    second.tuned();
    expect(second.started()).toHaveLength(0);
    works(second, 'second.lan', 10);
    expect(order(second)).toEqual(names);
  });
});

it('gives XMRig the pool first that answers while XMRig gets through to none', () => {
  const rig = new Rig().untilFinding({
    pools: [poolSetting, { ...poolSetting, host: 'pithead.local' }],
    waitSeconds: 0,
  });
  rig.minerStarted();
  const { address } = rig.started().at(-1)?.target.pools[1] ?? {};
  for (let second = 0; second <= 100; second += 10) {
    says(rig, 'pool.lan', 0, false);
    rig.tell({ event: 'probed', stackId: pithead.id, address: address ?? null, result: pithead });
    rig.pass(10);
  }
  expect(order(rig)).toEqual(['pithead.local', 'pool.lan']);
});

it('is not accused of another certificate any more when the first pool works again', () => {
  const rig = mining();
  const problem = { problem: 'otherCertificate' } as const;
  const accused = () => rig.messages.some(({ text }) => text.includes('another TLS certificate'));
  rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem } });
  expect(accused()).toBe(true);
  says(rig, 'second.lan', 0);
  expect(accused()).toBe(true);
  says(rig, 'first.lan', 0);
  expect(accused()).toBe(false);
});
