/** The real XMRig at a pool that hands out one impossible job after the other: it says what it misses, and goes on. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type TestContext, test } from 'vitest';
import { factInLine } from '../../headless/miner/log.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { GOOD_JOB, HOSTILE_JOBS, type HostileJob, loginWith, TOO_LONG } from './hostile-jobs.ts';
import { PATIENCE, until } from './real-miner.ts';
import { XmrigProcess } from './xmrig-process.ts';

/** Every hash is a share: what was handed out is hashed and handed in. */
const EASY = { target: 'ffffffffffffffff' };

/** XMRig at one place, and its connections in order. */
async function start(context: TestContext) {
  const logins: Socket[] = [];
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => {
      if (line.includes('"method":"login"')) logins.push(socket);
      heard.push(line);
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
  const login = async (): Promise<Socket> => {
    await until(() => logins.length > 0);
    return logins.shift() as Socket;
  };
  return { miner, login, heard };
}

/** What XMRig makes of what `send` writes: the number of what it misses, null where it mines it. */
async function verdict(miner: XmrigProcess, socket: Socket, send: () => void): Promise<number | null> {
  const before = miner.log.length;
  send();
  for (;;) {
    await sleep(20);
    if (!miner.running) throw new Error('XMRig has ended');
    const lines = miner.log.slice(before).split('\n');
    if (lines.some((line) => / new job from /.test(line))) return null;
    const problem = lines.map((line) => factInLine(line)?.problem).find((one) => one?.problem === 'unusable');
    if (problem && 'algorithm' in problem) return 6;
    if (problem && 'code' in problem) return Number(problem.code);
    // What it cannot read it says nothing about.
    if (socket.closed) return TOO_LONG;
  }
}

const job = (params: unknown) => `${JSON.stringify({ jsonrpc: '2.0', method: 'job', params })}\n`;

/** Every one of the jobs by `hand`, then a good one, which is mined. */
async function throughAll(
  context: TestContext,
  hand: (miner: XmrigProcess, socket: Socket, one: HostileJob) => Promise<number | null>,
): Promise<void> {
  const { miner, login, heard } = await start(context);
  const found: [string, number | null][] = [];
  for (const one of HOSTILE_JOBS) {
    const socket = await login();
    found.push([one.name, await hand(miner, socket, one)]);
    socket.destroy();
  }
  expect(found).toEqual(HOSTILE_JOBS.map(({ name, code }) => [name, code]));
  const socket = await login();
  socket.write(`${loginWith({ ...GOOD_JOB, ...EASY, job_id: 'last' })}\n`);
  await until(() => heard.some((line) => line.includes('"job_id":"last"')));
}

test.concurrent('refuses them where they come with the login', { timeout: PATIENCE }, (context) =>
  throughAll(context, (miner, socket, { job: bad }) =>
    verdict(miner, socket, () => socket.write(`${loginWith(bad)}\n`)),
  ),
);

test.concurrent('refuses them where they come later, and says so', { timeout: PATIENCE }, (context) =>
  throughAll(context, async (miner, socket, { name, job: bad }) => {
    const first = loginWith({ ...GOOD_JOB, job_id: `before ${name}` });
    const mined = await verdict(miner, socket, () => socket.write(`${first}\n`));
    if (mined !== null) throw new Error(`the job before ${name} is refused`);
    return verdict(miner, socket, () => socket.write(job(bad)));
  }),
);

test.concurrent('hands in what it can mine, whatever it is called', {
  timeout: PATIENCE,
}, async (context) => {
  const { miner, login, heard } = await start(context);
  for (const { job: odd } of HOSTILE_JOBS.filter(({ code }) => code === null)) {
    const socket = await login();
    heard.length = 0;
    await verdict(miner, socket, () => socket.write(`${loginWith({ ...odd, ...EASY })}\n`));
    await until(() => heard.some((line) => line.includes('"submit"')));
    socket.destroy();
  }
});
