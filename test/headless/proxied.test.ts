/** A pool behind a SOCKS5 proxy, with the engine and XMRig as they are. */
import { test } from 'vitest';
import { startPool, startRig, until } from './real-rig.ts';
import { startProxy } from './socks-proxy.ts';

test('a rig mines through the proxy, and never goes to the pool without it', {
  timeout: 600_000,
}, async (context) => {
  const pool = await startPool(context);
  const asked: string[] = [];
  const closing: (() => unknown)[] = [];
  context.onTestFinished(() => {
    for (const close of closing) close();
  });
  const proxy = await startProxy(closing, pool.stack.port, asked);
  const rig = await startRig(
    context,
    `rigforge.pool=abc.onion:3333 rigforge.user=garage rigforge.socks5=127.0.0.1:${proxy} rigforge.wait=0`,
  );
  await until(() => pool.logins() > 0);
  await until(() => rig.snapshot().stage === 'mining');
  context.expect(rig.snapshot().miner?.pool).toBe('abc.onion:3333');
  // The probe's login and XMRig's, each by the name, which nobody here could have looked up.
  context.expect(new Set(asked)).toEqual(new Set(['abc.onion:3333']));
  context.expect(asked.length).toBeGreaterThanOrEqual(2);
});
