/** A rig stays with its stack, and only with that: engine, XMRig and stacks, all real, on loopback. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, test } from 'vitest';
import { targetOf } from '../../headless/state/phase.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { freePort } from '../free-port.ts';
import { startPool, startRig, until } from './real-rig.ts';

/** A busy machine. */
const PATIENCE = 300_000;

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe.concurrent('a rig', { timeout: PATIENCE }, () => {
  test('follows its stack by name to another address, past the stranger who took the old one', async (context) => {
    const name = `rigforge-moves-${process.pid}`;
    const port = await freePort();
    const own = await startPool(context, { name, port });
    const rig = await startRig(context, `rigforge.pool=${name}.local:${port} rigforge.wait=0`);
    await until(() => rig.snapshot().miner?.connected === true);
    await own.stack.move('127.0.0.2');
    const stranger = await startPool(context, { port });
    await until(() => own.logins() === 2);
    await until(() => rig.snapshot().target?.address === '127.0.0.2');
    await until(() => rig.snapshot().stage === 'mining');
    const visits = stranger.logins();
    await sleep(10_000);
    context.expect(stranger.logins()).toBe(visits);
  });

  test('is not sent elsewhere by its pool', async (context) => {
    const own = await startPool(context);
    const elsewhere = await startPool(context);
    const rig = await startRig(context, `rigforge.pool=${own.place} rigforge.wait=0`);
    await until(() => rig.snapshot().stage === 'mining');
    own.stack.reconnectClients('127.0.0.1', elsewhere.stack.port);
    await until(() => rig.log().includes('ignored'));
    await sleep(3_000);
    context.expect(elsewhere.events.filter(({ event }) => event === 'connected')).toEqual([]);
    context.expect(rig.snapshot()).toMatchObject({ stage: 'mining', miner: { pool: own.place } });
  });

  test('mines at the next pool where the first shows another certificate, and tells that one nothing', async (context) => {
    const impostor = await startPool(context, { tls: true });
    const second = await startPool(context);
    const pin = 'ab'.repeat(32);
    const pools = `rigforge.pool=${impostor.place} rigforge.tls-fingerprint=${pin} rigforge.pass=tulip rigforge.pool=${second.place}`;
    const rig = await startRig(context, `${pools} rigforge.wait=0`);
    await until(() => second.logins() > 0);
    await until(() => rig.snapshot().miner?.pool === second.place);
    context.expect(impostor.events.filter(({ event }) => event === 'login')).toEqual([]);
    context
      .expect(rig.snapshot().messages.some(({ text }) => text.includes('another TLS certificate')))
      .toBe(true);
  });

  test('mines with TLS at a typed address that speaks nothing else', async (context) => {
    const own = await startPool(context, { tls: true, plain: false, password: 'tulip' });
    const rig = await startRig(context, 'rigforge.discovery=no');
    await until(() => rig.snapshot().stage === 'finding');
    const intent = { intent: 'type', address: own.place, password: 'tulip' } as const;
    rig.engine.dispatch({ event: 'intent', intent });
    await until(() => rig.snapshot().stage === 'mining');
    const { fingerprint } = own.stack;
    context.expect(rig.snapshot().stacks).toMatchObject([{ status: 'ready', tls: true, fingerprint }]);
    context.expect(targetOf(rig.engine.state())?.pools).toMatchObject([{ tls: true, fingerprint }]);
    const logins = own.events.filter((event) => event.event === 'login');
    context.expect(logins.every((login) => login.tls && login.ok)).toBe(true);
  });

  test('waits where a typed place comes back with another certificate, until it is chosen again', async (context) => {
    const secure = { port: await freePort(), tls: true, plain: false };
    const own = await startPool(context, secure);
    const rig = await startRig(context, 'rigforge.discovery=no', { speed: 5 });
    await until(() => rig.snapshot().stage === 'finding');
    rig.engine.dispatch({ event: 'intent', intent: { intent: 'type', address: own.place, password: null } });
    await until(() => rig.snapshot().stage === 'mining');
    await own.stack.set({ fault: 'refuse' });
    const other = await startPool(context, secure);
    const words = 'its TLS certificate has changed since you chose it';
    await until(() => rig.snapshot().doing.includes(words));
    context.expect(other.events.filter(({ event }) => event === 'login')).toEqual([]);
    const choose = { intent: 'choose', stackId: own.place, password: null } as const;
    rig.engine.dispatch({ event: 'intent', intent: choose });
    await until(() => other.logins() > 0);
    await until(() => rig.snapshot().stage === 'mining');
    const { fingerprint } = other.stack;
    context.expect(targetOf(rig.engine.state())?.pools).toMatchObject([{ tls: true, fingerprint }]);
  });

  test('says that a proxy is too old for RandomX v2, and mines where that is not so', async (context) => {
    const old = await startPool(context, { dropCommitment: true, forked: true, difficulty: 20 });
    const second = await startPool(context, { forked: true, difficulty: 20 });
    const pools = `rigforge.pool=${old.place} rigforge.pool=${second.place}`;
    // Ten minutes of rejected shares pass in thirty seconds.
    const rig = await startRig(context, `${pools} rigforge.wait=0`, { speed: 20 });
    const words = 'a proxy older than xmrig-proxy 6.26 loses a part of each share of RandomX v2: update it';
    await until(() => rig.snapshot().messages.some(({ text }) => text.includes(words)));
    await until(() => (second.stack.status().algorithms['rx/2']?.verifiedShares ?? 0) > 0);
    context.expect(old.stack.status().verifiedShares).toBe(0);
  });

  test('starts an XMRig that ended again, and says by which signal', async (context) => {
    const own = await startPool(context);
    const rig = await startRig(context, `rigforge.pool=${own.place} rigforge.wait=0`, { speed: 5 });
    await until(() => rig.snapshot().stage === 'mining');
    const { pid } = rig.snapshot().miner ?? {};
    process.kill(pid ?? 0, 'SIGFPE');
    await until(() => rig.snapshot().doing.startsWith('XMRig exited (signal SIGFPE); starting it again'));
    await until(() => own.logins() === 2);
    context.expect(rig.snapshot().miner).toMatchObject({
      restarts: 1,
      restartReason: 'XMRig had exited (signal SIGFPE)',
    });
  });

  test('starts an XMRig that hangs again, and says so', async (context) => {
    const own = await startPool(context);
    // Two minutes of silence pass in twelve seconds.
    const rig = await startRig(context, `rigforge.pool=${own.place} rigforge.wait=0`, { speed: 10 });
    await until(() => rig.snapshot().stage === 'mining');
    const { pid } = rig.snapshot().miner ?? {};
    context.expect(pid).toBeGreaterThan(0);
    process.kill(pid ?? 0, 'SIGSTOP');
    await until(() => own.logins() === 2);
    context.expect(rig.snapshot().miner).toMatchObject({
      restarts: 1,
      restartReason: 'XMRig had not answered for 2 minutes',
    });
    await until(() => rig.snapshot().stage === 'mining');
    context.expect(rig.snapshot().miner?.pid).not.toBe(pid);
  });
});
