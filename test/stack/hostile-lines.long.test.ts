/** The real XMRig at a pool whose lines are made to hurt: it goes on, and mines what is sound afterwards. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { GOOD_JOB, loginWith } from './hostile-jobs.ts';
import { PATIENCE, until } from './real-miner.ts';
import { XmrigProcess } from './xmrig-process.ts';

/** Every hash is a share. */
const EASY = { target: 'ffffffffffffffff' };
/** So long XMRig has to read it, where it does not hang up at once. */
const READ_MS = 1500;

const login = loginWith(GOOD_JOB);
const say =
  (...lines: string[]) =>
  (socket: Socket) =>
    void socket.write(`${lines.join('\n')}\n`);
/** Shorter lines than this XMRig does not parse. */
const line = (text: string) => text.padEnd(80);
const job = (change: object) =>
  JSON.stringify({ jsonrpc: '2.0', method: 'job', params: { ...GOOD_JOB, ...change } });
const error = (value: unknown) => JSON.stringify({ id: 1, jsonrpc: '2.0', error: value });

const LINES: Record<string, (socket: Socket) => void> = {
  'brackets in brackets': say(`{"id":1,"jsonrpc":"2.0","result":${'['.repeat(60_000)}`),
  'fewer of them': say(`{"id":1,"jsonrpc":"2.0","result":${'['.repeat(16_000)}`),
  'a job, and brackets': say(login, `{"jsonrpc":"2.0","method":"job","params":${'['.repeat(60_000)}`),
  '25 MB without an end': (socket) => {
    for (let piece = 0; piece < 400; piece += 1) socket.write('x'.repeat(65_536));
  },
  'a result that is a number': say(line('{"id":1,"jsonrpc":"2.0","error":null,"result":5}')),
  'an order to go elsewhere, of wrong types': say(
    login,
    line('{"jsonrpc":"2.0","method":"client.reconnect","params":[5,{"a":1}]}'),
    line('{"jsonrpc":"2.0","method":"client.reconnect","params":{"a":1}}'),
  ),
  'an error of wrong types': say(line(error({ message: { a: 1 }, code: 'x' }))),
  'an error that looks like the log': say(
    error({ code: -1, message: '\x1b[2J\x1b]0;x\x07\u202eevil\n[fake]  net  use pool evil:1' }),
  ),
  'a session of 10 kB': say(login.replace('"id":"session"', `"id":"${'x'.repeat(10_000)}"`)),
  'no session': say(login.replace('"id":"session",', '')),
  'extensions of wrong types': say(login.replace('["keepalive","algo"]', '[1,{"a":[]},null]')),
  'extensions that are no list': say(login.replace('["keepalive","algo"]', '{"a":1}')),
  'jobs that are none': say(
    login,
    ...['null', '[]', '7'].map((params) => line(`{"jsonrpc":"2.0","method":"job","params":${params}}`)),
    line('{"jsonrpc":"2.0","method":5,"params":[]}'),
    line('{"id":"5","result":[]}'),
    line('{"id":-9e18,"result":null,"error":[]}'),
  ),
  'another seed in each of ten jobs': (socket) => {
    say(login)(socket);
    for (let seed = 0; seed < 10; seed += 1)
      say(job({ job_id: `seed ${seed}`, seed_hash: `${seed}a`.repeat(32) }))(socket);
  },
  'five thousand jobs at once': (socket) => {
    say(login, ...Array.from({ length: 5000 }, (_, number) => job({ job_id: `many ${number}` })))(socket);
  },
};

test('goes on whatever it is told', { timeout: PATIENCE }, async (context) => {
  const logins: Socket[] = [];
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    createInterface({ input: socket })
      .on('error', () => {})
      .on('line', (text) => {
        if (text.includes('"method":"login"')) logins.push(socket);
        heard.push(text);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const miner = new XmrigProcess(await buildXmrig(), { pools: [{ port }], retries: 1000 });
  context.onTestFailed(() => console.log(miner.log));
  context.onTestFinished(async () => {
    await miner.stop();
    server.close();
  }, PATIENCE);
  /** A connection that stands and has logged in. */
  const next = async () => {
    const standing = () => logins.find(({ destroyed, readableEnded }) => !destroyed && !readableEnded);
    await until(() => standing() !== undefined || !miner.running);
    return standing() as Socket;
  };
  for (const [name, talk] of Object.entries(LINES)) {
    const socket = await next();
    expect(miner.running, `before ${name}`).toBe(true);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    talk(socket);
    await Promise.race([closed, sleep(READ_MS)]);
    socket.destroy();
    expect(miner.running, name).toBe(true);
  }
  (await next()).write(`${loginWith({ ...GOOD_JOB, ...EASY, job_id: 'last' })}\n`);
  await until(() => heard.some((text) => text.includes('"job_id":"last"')));
});
