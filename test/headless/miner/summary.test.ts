/** XMRig's API, as it answers and as it should not. */
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { readSummary, readThreads } from '../../../headless/miner/summary.ts';
import { summary } from '../rig.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n';

/** What is read of an API that does this with each connection; and that nothing is left of the connection. */
async function read<T>(talk: (socket: Socket) => void, ask: (port: number) => Promise<T>): Promise<T> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    socket.resume();
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const answer = await ask(typeof address === 'object' && address !== null ? address.port : 0);
  await expect.poll(() => open.size).toBe(0);
  return answer;
}

it('is read where it answers', async () => {
  const body = JSON.stringify(summary({ hashrate: 812 }));
  const answer = await read((socket) => void socket.end(HEAD + body), readSummary);
  expect(answer?.hashrate.total[0]).toBe(812);
  const threads = JSON.stringify([{ type: 'cpu', threads: [{ affinity: 0 }, { affinity: 2 }] }]);
  expect(await read((socket) => void socket.end(HEAD + threads), readThreads)).toBe(2);
});

it.each<[string, (socket: Socket) => void]>([
  ['hangs up', (socket) => void socket.destroy()],
  ['cuts its answer off', (socket) => void socket.end(`${HEAD}{"version":`)],
  ['answers something else', (socket) => void socket.end(`${HEAD}[1,2]`)],
  ['does not end', (socket) => void socket.write(HEAD + ' '.repeat(2 ** 21))],
])('says nothing where it %s', async (_, talk) => {
  expect(await read(talk, readSummary)).toBeNull();
});

it.each<[string, (socket: Socket) => void]>([
  ['is silent', () => {}],
  ['drips a byte now and then', drip],
])('is not waited for where it %s', async (_, talk) => {
  const before = performance.now();
  expect(await read(talk, (port) => readSummary(port, 500))).toBeNull();
  // On a busy computer; it dripped for ever.
  expect(performance.now() - before).toBeLessThan(5000);
});

function drip(socket: Socket): void {
  socket.write(HEAD);
  const timer = setInterval(() => socket.write(' '), 50);
  socket.on('close', () => clearInterval(timer));
}
