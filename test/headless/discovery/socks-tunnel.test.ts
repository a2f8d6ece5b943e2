import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { probeStratum } from '../../../headless/discovery/probe.ts';
import { openSocksTunnel } from '../../../headless/discovery/socks-tunnel.ts';
import { Stack } from '../../stack/stack.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A SOCKS5 proxy that knows one name, and notes what it was asked for. */
async function proxy(port: number, asked: string[]): Promise<number> {
  return listen(
    createServer((near: Socket) => {
      near.once('data', () => {
        near.write(Buffer.from([5, 0]));
        near.once('data', (request: Buffer) => {
          const length = request[4] ?? 0;
          asked.push(`${request[3]} ${request.subarray(5, 5 + length)}:${request.readUInt16BE(5 + length)}`);
          const far = connect(port, '127.0.0.1', () => {
            near.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
            near.pipe(far).pipe(near);
          });
          far.on('error', () => near.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
        });
      });
      near.on('error', () => {});
    }),
  );
}

async function probeThrough(port: number, tls = false) {
  const tunnel = await openSocksTunnel({ host: '127.0.0.1', port }, { host: 'abc.onion', port: 3333 });
  closing.push(tunnel.close);
  const target = { host: 'abc.onion', address: '127.0.0.1', port: tunnel.port, tls };
  const result = await probeStratum(target, { label: 'rig', password: 'x', agent: 'test', timeoutMs: 3000 });
  return { result, trouble: tunnel.trouble() };
}

it.each([false, true])('asks a pool through the proxy, which looks its name up (TLS: %s)', async (tls) => {
  const stack = await Stack.start({ port: 0, blockSeconds: 0, tls });
  closing.push(() => stack.stop());
  const asked: string[] = [];
  const { result, trouble } = await probeThrough(await proxy(stack.port, asked), tls);
  expect({ status: result.status, trouble }).toEqual({ status: 'ready', trouble: null });
  expect(asked).toEqual(['3 abc.onion:3333']);
});

it('says what is wrong with the proxy or behind it', async () => {
  const closed = createServer();
  const port = await listen(closed);
  closed.close();
  await once(closed, 'close');
  expect((await probeThrough(await proxy(port, []))).trouble).toContain('the host refused the connection');
  expect((await probeThrough(port)).trouble).toContain('does not take connections; is it running?');
  const web = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  expect((await probeThrough(web)).trouble).toContain('is not a SOCKS5 proxy');
});
