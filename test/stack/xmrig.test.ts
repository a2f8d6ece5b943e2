/** The XMRig that the image ships, patches and all, against the real stack. */
import { beforeAll, describe, test } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { counted, IDLE, mine, PATIENCE, pool, until } from './real-miner.ts';

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe('XMRig', { timeout: PATIENCE }, () => {
  test('goes on to the next pool when the first never answers', async (context) => {
    const next = await pool(context, IDLE);
    await mine(context, [await pool(context, { fault: 'mute' }), next]);
    await next.logins(1);
  });

  test('mines three verified shares over pinned TLS and ends at once on SIGTERM', async (context) => {
    const secure = await pool(context, { tls: true });
    const miner = await mine(context, [secure]);
    await secure.shares(3);
    context.expect(secure.stack.status()).toMatchObject({
      rejectedShares: 0,
      workers: [{ name: 'rig-a1b2c3', connected: true }],
    });
    context
      .expect(secure.events.find(({ event }) => event === 'login'))
      .toMatchObject({ tls: true, ok: true });
    context.expect(await miner.stop()).toBe(0);
  });

  test('sends a password as it is written, with nothing from its environment', async (context) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as written in the configuration
    const locked = await pool(context, { ...IDLE, password: '${SECRET}' });
    await mine(context, [locked]);
    await locked.logins(1);
    context.expect(locked.events.find(({ event }) => event === 'login')).toMatchObject({ ok: true });
  });

  test('goes on to the next pool when the first refuses the login and stays on the line', async (context) => {
    const next = await pool(context, IDLE);
    await mine(context, [await pool(context, { fault: 'reject' }), next]);
    await next.logins(1);
  });

  test('goes on to the next pool when the first speaks HTTP', async (context) => {
    const next = await pool(context, IDLE);
    await mine(context, [await pool(context, { fault: 'http' }), next]);
    await next.logins(1);
  });

  test('does not let a pool send it elsewhere', async (context) => {
    const elsewhere = await pool(context, IDLE);
    const own = await pool(context, IDLE);
    const miner = await mine(context, [own]);
    await own.logins(1);
    own.stack.reconnectClients('127.0.0.1', elsewhere.stack.port);
    await until(() => miner.log.includes('ignored'));
    own.stack.newBlock();
    await until(() => miner.log.includes('height 3810001'));
    context.expect(counted(own.events, 'connected')).toBe(1);
    // Told to come back to the same place, it does.
    own.stack.reconnectClients('127.0.0.1', own.stack.port);
    await own.logins(2);
    context.expect(counted(elsewhere.events, 'connected')).toBe(0);
    // A socket forgotten on the way would keep it from ending.
    context.expect(await miner.stop()).toBe(0);
  });
});
