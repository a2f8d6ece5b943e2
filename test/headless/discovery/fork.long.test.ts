/** A rig with nothing configured on the day Monero changes its proof of work: the engine, XMRig, Avahi and stacks of every manner, all real. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineOn } from './engine-on-lan.ts';
import { canMakeLan, createLan, type Lan } from './lan.ts';
import { type StackOnLan, stackOn } from './rig-on-lan.ts';

const PATIENCE = 900_000;
/** About a share a second for one thread in light mode. */
const EASY = ['--difficulty', '20', '--fixed'];

describe.skipIf(!canMakeLan)('a rig with nothing configured', { timeout: PATIENCE }, () => {
  let lan: Lan;
  beforeEach(async () => {
    lan = await createLan();
  });
  afterEach(() => lan.close());

  /** A stack that answers to `name`.local. */
  async function stack(name: string, address: string, ...options: string[]): Promise<StackOnLan> {
    const host = await lan.host(`${address}/24`);
    await host.avahi(name);
    return stackOn(host, '--address', '0.0.0.0', ...EASY, ...options);
  }

  const rig = async () => engineOn(await lan.host('10.89.0.9/24'), { mines: true, cmdline: '' });

  it('goes through the fork at a P2Pool 5, which never has a reason to ban it', async () => {
    const pool = await stack('pithead', '10.89.0.2', '--kind', 'p2pool5', '--fork-after', '2');
    const engine = await rig();
    const before = await engine.until(({ miner }) => miner?.algorithm === 'rx/0' && miner.accepted > 0);
    expect(before.target).toMatchObject({ host: 'pithead.local', source: 'discovery' });
    await shares(pool, 'rx/2', 2);
    const after = await engine.until(({ miner, stage }) => miner?.algorithm === 'rx/2' && stage === 'mining');
    expect(after.miner).toMatchObject({ pid: before.miner?.pid, restarts: 0, rejected: 0 });
    expect(after.messages.find(({ where }) => where === 'Monero')?.text).toContain('now RandomX v2');
    expect(events(pool, 'banned')).toEqual([]);
    expect(events(pool, 'misbehaved')).toEqual([]);
    expect(events(pool, 'share').filter(({ accepted }) => !accepted)).toEqual([]);
    await engine.stop();
  });

  it('starts after it as before, at a P2Pool 5', async () => {
    const pool = await stack('pithead', '10.89.0.2', '--kind', 'p2pool5', '--forked');
    const engine = await rig();
    await shares(pool, 'rx/2', 1);
    const { messages, stacks } = await engine.until(({ miner }) => (miner?.accepted ?? 0) > 0);
    expect(messages).toEqual([]);
    expect(stacks).toMatchObject([{ status: 'ready', algorithm: 'rx/2', outdated: false, problem: null }]);
    expect(events(pool, 'banned')).toEqual([]);
    await engine.stop();
  });

  it('goes through it at a pool that names no algorithm', async () => {
    const pool = await stack('pithead', '10.89.0.2', '--no-algo', '--fork-after', '1');
    const engine = await rig();
    await shares(pool, 'rx/2', 2);
    await engine.until(({ miner }) => miner?.algorithm === 'rx/2');
    expect(events(pool, 'share').filter(({ accepted }) => !accepted)).toEqual([]);
    await engine.stop();
  });

  it('mines at the stack that went over, and says what the other one lacks', async () => {
    await stack('pithead', '10.89.0.2', '--forked', '--stayed-behind', 'advancing', '--height', '3810500');
    const over = await stack('umbrel', '10.89.0.3', '--kind', 'p2pool5', '--forked', '--height', '3810400');
    const engine = await rig();
    await shares(over, 'rx/2', 1);
    const { stacks, target } = await engine.until(({ miner }) => (miner?.accepted ?? 0) > 0);
    expect(target).toMatchObject({ host: 'umbrel.local' });
    const behind = stacks.find(({ host }) => host === 'pithead.local');
    expect(behind).toMatchObject({ algorithm: 'rx/0', outdated: true });
    expect(behind?.problem).toContain('Update monerod, P2Pool and xmrig-proxy');
    await engine.stop();
  });

  it('mines where the only stack stayed behind, and for no other coin', async () => {
    const behind = await stack('pithead', '10.89.0.2', '--forked', '--stayed-behind', 'standing');
    const other = await stack('umbrel', '10.89.0.3', '--algo', 'rx/wow');
    const engine = await rig();
    await shares(behind, 'rx/0', 1);
    const { stacks } = await engine.until(({ stacks }) => stacks.every(({ status }) => status !== 'probing'));
    expect(stacks.find(({ host }) => host === 'umbrel.local')).toMatchObject({
      status: 'notStratum',
      problem: 'a Stratum server for Wownero (rx/wow), not for Monero',
    });
    expect(events(other, 'share')).toEqual([]);
    await engine.stop();
  });
});

/** Waits for that many verified shares of an algorithm. */
async function shares(stack: StackOnLan, algorithm: string, count: number): Promise<void> {
  const verified = () =>
    events(stack, 'share').filter((share) => share.accepted && share.algorithm === algorithm).length;
  await expect.poll(verified, { timeout: PATIENCE, interval: 250 }).toBeGreaterThanOrEqual(count);
}

interface Line {
  event: string;
  accepted?: boolean;
  algorithm?: string;
}

function events(stack: StackOnLan, event: string): Line[] {
  const lines = stack
    .text()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line.event === event);
}
