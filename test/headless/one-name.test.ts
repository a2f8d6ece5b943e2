/** Under which name a stack knows a rig, with the engine and XMRig as they are: the practice stack names workers as xmrig-proxy does. */
import { test } from 'vitest';
import { OWN_NAME_FORM } from '../../headless/config/variables.ts';
import { WALLET } from './config/addresses.ts';
import { type RealPool, startPool, startRig, until } from './real-rig.ts';

/** Every name under which somebody logged in, the engine's own look at the stack and XMRig alike. */
function names({ events }: RealPool): Set<string> {
  return new Set(events.flatMap((event) => (event.event === 'login' ? event.worker : [])));
}

test.for([
  ["the owner's user", 'rigforge.user=garage-ryzen', 'garage-ryzen'],
  ["the owner's label", 'rigforge.label=attic', 'attic'],
  ['the label beside a wallet', `rigforge.label=attic rigforge.user=${WALLET}`, 'attic'],
  ['the label beside the user of nobody', 'rigforge.label=attic rigforge.user=x+10000', 'attic'],
  [
    'the worker in the user, as the pool wants it',
    `rigforge.label=attic rigforge.user=${WALLET}.rig1/me@example.com`,
    `${WALLET}.rig1/me@example.com`,
  ],
  [
    'the label in the place that was kept for it',
    `rigforge.label=attic rigforge.user=${WALLET}.${OWN_NAME_FORM}`,
    `${WALLET}.attic`,
  ],
] as const)('a worker has one name: %s', { timeout: 150_000 }, async ([, options, name], context) => {
  const pool = await startPool(context);
  const rig = await startRig(context, `rigforge.pool=${pool.place} ${options} rigforge.wait=0`);
  await until(() => pool.logins() > 0);
  await until(() => rig.snapshot().miner?.connected === true);
  context.expect(names(pool)).toEqual(new Set([name]));
});
