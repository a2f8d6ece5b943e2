/** Months of asking places that are mute, or that nobody knows, in fast motion: nothing is left of it. */
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProbeOptions, probeStratum } from '../../../headless/discovery/probe.ts';
import { probeAny } from '../../../headless/discovery/probe-any.ts';
import { resolveHost } from '../../../headless/discovery/resolve.ts';
import { openSocksTunnel } from '../../../headless/discovery/socks-tunnel.ts';

const LOGIN: ProbeOptions = { label: 'rig', password: 'x', agent: 'test', timeoutMs: 8 };
let mute: Server;
let port: number;

beforeAll(async () => {
  mute = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => void mute.close());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What this process has open and keeps. */
function held() {
  collect();
  return {
    files: readdirSync('/proc/self/fd').length,
    handles: process.getActiveResourcesInfo().filter((one) => !/^(Timeout|Immediate)$/.test(one)).length,
    heap: process.memoryUsage().heapUsed,
  };
}

const at = () => ({ host: 'x', address: '127.0.0.1', port });

it.each<[number, string, () => Promise<unknown>]>([
  [900, 'probes of a mute port', () => probeStratum(at(), LOGIN)],
  [300, 'probes of two addresses', () => probeAny({ ...at(), addresses: ['127.0.0.1', '127.0.0.2'] }, LOGIN)],
  [
    120,
    'names that nobody has, given up',
    () => resolveHost('nobody-at-all.local', { signal: AbortSignal.timeout(60), discoverOn: ['lo'] }),
  ],
  [
    200,
    'tunnels through a mute proxy',
    async () => {
      const tunnel = await openSocksTunnel({ host: '127.0.0.1', port }, { host: 'a.b', port: 1 });
      await probeStratum({ ...at(), port: tunnel.port }, LOGIN);
      tunnel.close();
    },
  ],
])('%i %s leave nothing', async (times, _, ask) => {
  // What is loaded and kept once is no leak.
  for (let time = 0; time < 10; time += 1) await ask();
  await sleep(500);
  const before = held();
  for (let time = 0; time < times; time += 1) await ask();
  await expect.poll(() => held().files).toBeLessThanOrEqual(before.files);
  await expect.poll(() => held().handles).toBeLessThanOrEqual(before.handles);
  expect(held().heap - before.heap).toBeLessThan(3e6);
});
