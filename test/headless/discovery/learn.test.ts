import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createProber } from '../../../headless/discovery/prober.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { Stack as RealStack } from '../../stack/stack.ts';

it('asks a stack again that somebody else found closed, until it is open', async (context) => {
  const real = await RealStack.start({ port: 0, address: '127.0.0.1', blockSeconds: 0 });
  context.onTestFinished(() => real.stop());
  const seen: Stack[] = [];
  const prober = createProber({
    label: 'rig-0a1b2c',
    agent: 'RigForge-Image/test',
    onStack: (stack) => seen.push(stack),
    onGone: () => {},
  });
  context.onTestFinished(() => prober.stop());
  const id = `attic.local:${real.port}`;
  const place = { id, name: 'Attic', host: 'attic.local', port: real.port, addresses: ['127.0.0.1'] };
  prober.update([{ ...place, found: 'dnsSd' }], performance.now());
  const until = async (status: Stack['status']) => {
    while (seen.at(-1)?.status !== status) {
      prober.tick(performance.now());
      await sleep(100);
    }
  };
  await until('ready');
  const refused = {
    kind: 'unknown',
    status: 'refused',
    height: null,
    algorithm: null,
    latencyMs: null,
  } as const;
  prober.learn(
    id,
    { address: null, card: null },
    { ...refused, tls: false, fingerprint: null, problem: 'closed' },
  );
  expect(seen.at(-1)).toMatchObject({ status: 'refused', problem: 'closed', address: '127.0.0.1' });
  await until('ready');
  expect(seen.at(-1)?.problem).toBeNull();
});

it('lets go of a question without a password where somebody was let in with it', async (context) => {
  const real = await RealStack.start({ port: 0, address: '127.0.0.1', blockSeconds: 0, password: 'secret' });
  context.onTestFinished(() => real.stop());
  const seen: Stack[] = [];
  const prober = createProber({
    label: 'rig-0a1b2c',
    agent: 'RigForge-Image/test',
    onStack: (stack) => seen.push(stack),
    onGone: () => {},
  });
  context.onTestFinished(() => prober.stop());
  const id = `attic.local:${real.port}`;
  const place = { id, name: 'Attic', host: 'attic.local', port: real.port, addresses: ['127.0.0.1'] };
  prober.update([{ ...place, found: 'dnsSd' }], performance.now());
  const ready = {
    kind: 'xmrig-proxy',
    status: 'ready',
    height: 1,
    algorithm: 'rx/0',
    latencyMs: 1,
    problem: null,
  } as const;
  prober.learn(id, { address: '127.0.0.1', card: null }, { ...ready, tls: false, fingerprint: null });
  await sleep(500);
  expect(seen.at(-1)?.status).toBe('ready');
});

it('asks everybody again for a person, but not those whom somebody else asks', async (context) => {
  let logins = 0;
  const input = { port: 0, address: '127.0.0.1', blockSeconds: 0 };
  const real = await RealStack.start(input, ({ event }) => {
    if (event === 'login') logins += 1;
  });
  context.onTestFinished(() => real.stop());
  let isReady = false;
  const prober = createProber({
    label: 'rig-0a1b2c',
    agent: 'RigForge-Image/test',
    onStack: ({ status }) => {
      isReady = status === 'ready';
    },
    onGone: () => {},
  });
  context.onTestFinished(() => prober.stop());
  const id = `attic.local:${real.port}`;
  const place = { id, name: 'Attic', host: 'attic.local', port: real.port, addresses: ['127.0.0.1'] };
  prober.update([{ ...place, found: 'dnsSd' }], performance.now());
  while (!isReady) await sleep(20);
  const later = performance.now() + 10_000;
  prober.again(later, [id]);
  await sleep(300);
  expect(logins).toBe(1);
  prober.again(later);
  while (logins < 2) await sleep(20);
});
