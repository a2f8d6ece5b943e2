import { afterEach, expect, it } from 'vitest';
import { type Discovery, startDiscovery } from '../../../headless/discovery/discovery.ts';
import { resolveHost } from '../../../headless/discovery/resolve.ts';
import type { Stack as FoundStack } from '../../../headless/snapshot.ts';
import type { StackInput } from '../../stack/settings.ts';
import { Stack } from '../../stack/stack.ts';

/** On loopback: no root needed. Names of this test's own, since others may advertise there at the same time. */
const NAME = `disco-${process.pid}`;
const running: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function stack(input: StackInput) {
  const started = await Stack.start({ port: 0, blockSeconds: 0, ...input });
  running.push(started);
  return started;
}

function discover(): { found: Map<string, FoundStack>; discovery: Discovery } {
  const found = new Map<string, FoundStack>();
  const discovery = startDiscovery({
    label: 'rig-0a1b2c',
    agent: 'RigForge-Image/test',
    names: [NAME],
    interfaces: ['lo'],
    onStack: (one) => found.set(one.id, one),
    onGone: (id) => found.delete(id),
  });
  running.push(discovery);
  return { found, discovery };
}

it('finds a stack that advertises itself on loopback, and loses it when it stops', async () => {
  const { found } = discover();
  const one = await stack({ name: NAME, dnsSd: `Stack ${NAME}` });
  const id = `${NAME}.local:${one.port}`;
  await expect.poll(() => found.get(id)?.status).toBe('ready');
  expect(found.get(id)).toMatchObject({ name: `Stack ${NAME}`, address: '127.0.0.1', found: 'dnsSd' });
  await one.stop();
  await expect.poll(() => found.has(id)).toBe(false);
});

it('says that a stack wants a password, and asks again when a person wants to know', async () => {
  const one = await stack({ name: NAME, dnsSd: `Stack ${NAME}`, password: 'hunter2' });
  const { found, discovery } = discover();
  const id = `${NAME}.local:${one.port}`;
  await expect.poll(() => found.get(id)?.status).toBe('needsPassword');
  await one.set({ password: null });
  // Nobody is asked twice within five seconds, however often the key is pressed.
  const press = setInterval(() => discovery.lookAgain(), 500);
  await expect.poll(() => found.get(id)?.status).toBe('ready');
  clearInterval(press);
});

it('resolves a name of loopback', async () => {
  await stack({ name: NAME });
  expect(await resolveHost(`${NAME}.local`, { discoverOn: ['lo'] })).toEqual(['127.0.0.1']);
});
