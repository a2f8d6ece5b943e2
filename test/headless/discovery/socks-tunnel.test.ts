import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { probeStratum } from '../../../headless/discovery/probe.ts';
import { openSocksTunnel } from '../../../headless/discovery/socks-tunnel.ts';
import { Stack } from '../../stack/stack.ts';

import { listen, startProxy } from '../socks-proxy.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function probeThrough(port: number, tls = false) {
  const tunnel = await openSocksTunnel({ host: '127.0.0.1', port }, { host: 'abc.onion', port: 3333 });
  closing.push(tunnel.close);
  const target = { host: 'abc.onion', address: '127.0.0.1', port: tunnel.port, tls };
  const result = await probeStratum(target, { label: 'rig', password: null, agent: 'test', timeoutMs: 3000 });
  return { result, trouble: tunnel.trouble() };
}

it.each([false, true])('asks a pool through the proxy, which looks its name up (TLS: %s)', async (tls) => {
  const stack = await Stack.start({ port: 0, blockSeconds: 0, tls });
  closing.push(() => stack.stop());
  const asked: string[] = [];
  const { result, trouble } = await probeThrough(await startProxy(closing, stack.port, asked), tls);
  expect({ status: result.status, trouble }).toEqual({ status: 'ready', trouble: null });
  expect(asked).toEqual(['abc.onion:3333']);
});

it('says what is wrong with the proxy or behind it', async () => {
  const closed = createServer();
  const port = await listen(closing, closed);
  closed.close();
  await once(closed, 'close');
  expect((await probeThrough(await startProxy(closing, port, []))).trouble).toContain(
    'the host refused the connection',
  );
  expect((await probeThrough(port)).trouble).toContain('does not take connections; is it running?');
  const web = await listen(
    closing,
    createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  );
  expect((await probeThrough(web)).trouble).toContain('is not a SOCKS5 proxy');
});
