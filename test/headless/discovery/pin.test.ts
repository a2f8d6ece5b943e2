import { expect, it } from 'vitest';
import { probeStratum } from '../../../headless/discovery/probe.ts';
import type { StackEvent } from '../../stack/events.ts';
import { Stack } from '../../stack/stack.ts';

it('sends no password to a certificate that is not the pinned one', async (context) => {
  const events: StackEvent[] = [];
  const input = { port: 0, address: '127.0.0.1', tls: true, password: 'tulip' };
  const stack = await Stack.start(input, (event) => events.push(event));
  context.onTestFinished(() => stack.stop());
  const place = { host: '127.0.0.1', address: '127.0.0.1', port: stack.port, tls: true };
  const options = { label: 'rig-0a1b2c', password: 'tulip', agent: 'RigForge-Image/test' };
  const logins = () => events.filter(({ event }) => event === 'login').length;

  const stranger = await probeStratum({ ...place, fingerprint: 'ab'.repeat(32) }, options);
  expect(stranger.status).toBe('notReady');
  expect(stranger.problem).toContain('does not match tls-fingerprint');
  expect(logins()).toBe(0);

  const known = await probeStratum({ ...place, fingerprint: stack.fingerprint }, options);
  expect(known.status).toBe('ready');
  expect(logins()).toBe(1);
});
