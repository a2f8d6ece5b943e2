import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { getBody } from '../../../headless/miner/http-get.ts';
import { freePort } from '../../free-port.ts';

let server: Server | null = null;
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** What a server answers that treats its one connection so. */
async function answered(serve: (socket: Socket, request: string) => void): Promise<string | null> {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => serve(socket, request.toString()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return getBody('127.0.0.1', typeof address === 'object' ? (address?.port ?? 0) : 0, '/2/summary');
}

const head = (length: number, status = '200 OK') => `HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n\r\n`;

it('asks as HTTP wants it and gives the body', async () => {
  let asked = '';
  const body = await answered((socket, request) => {
    asked = request;
    socket.end(`${head(10)}{"a":"é"}`);
  });
  expect(body).toBe('{"a":"é"}');
  expect(asked).toMatch(
    /^GET \/2\/summary HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\nConnection: close\r\n\r\n$/,
  );
});

it('puts together what comes in pieces', async () => {
  const body = await answered(async (socket) => {
    for (const piece of [head(4).slice(0, 20), head(4).slice(20), 'ab', 'cd']) {
      socket.write(piece);
      await new Promise(setImmediate);
    }
    socket.end();
  });
  expect(body).toBe('abcd');
});

it.each([
  ['another status', `${head(2, '503 Service Unavailable')}{}`],
  ['a body that was cut off', `${head(9)}{"a"`],
  ['no length', 'HTTP/1.1 200 OK\r\n\r\n{}'],
  ['no head', '{}'],
  ['nothing', ''],
])('takes %s for no answer', async (_, answer) => {
  expect(await answered((socket) => socket.end(answer))).toBeNull();
});

it('takes a reset for no answer', async () => {
  expect(await answered((socket) => socket.resetAndDestroy())).toBeNull();
});

it('stops reading an answer without end', async () => {
  const body = await answered((socket) => {
    socket.write(head(10_000_000));
    const flood = () => {
      while (!socket.destroyed && socket.write('x'.repeat(100_000)));
    };
    socket.on('drain', flood);
    flood();
  });
  expect(body).toBeNull();
});

it('gives up on a server that stays silent', { timeout: 20_000 }, async () => {
  expect(await answered(() => {})).toBeNull();
});

it('takes a closed port for no answer', async () => {
  expect(await getBody('127.0.0.1', await freePort(), '/2/summary')).toBeNull();
});
