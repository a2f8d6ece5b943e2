import { test } from 'vitest';
import { IDLE, mine, PATIENCE, pool } from './real-miner.ts';

test('leaves a pool that stops answering shares', { timeout: PATIENCE }, async (context) => {
  const first = await pool(context, { kind: 'p2pool' });
  const next = await pool(context, IDLE);
  await mine(context, [first, next]);
  await first.shares(1);
  await first.stack.set({ fault: 'mute' });
  await next.logins(1);
});
