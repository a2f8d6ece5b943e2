/** Ports that answer a probe with whatever hurts: a verdict comes in time, in clean words, and nothing is left. */
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type ProbeOptions, probeStratum } from '../../../headless/discovery/probe.ts';
import { GOOD_JOB, loginWith } from '../../stack/hostile-jobs.ts';

const LOGIN: ProbeOptions = { label: 'rig', password: 'secretpw', agent: 'test', timeoutMs: 1000 };

/** As fast as it is read. */
function pour(text: string): (socket: Socket) => void {
  const bytes = Buffer.alloc(65_536, text);
  return (socket) => {
    const go = () => {
      while (socket.writable && socket.write(bytes));
    };
    socket.on('drain', go);
    go();
  };
}
/** Ten times a second. */
function now(text: string): (socket: Socket) => void {
  return (socket) => {
    const timer = setInterval(() => socket.write(text), 100);
    socket.on('close', () => clearInterval(timer));
  };
}
const say = (line: string) => (socket: Socket) => void socket.write(`${line}\n`);
const refusal = (message: string) => say(JSON.stringify({ id: 1, error: { message } }));

it.each<[string, (socket: Socket) => void, string, string]>([
  ['one line without an end', pour('x'), 'notStratum', 'not Stratum'],
  ['blank lines without an end', pour('\n'), 'notStratum', 'not Stratum'],
  ['a blank line now and then', now('\n'), 'notReady', 'does not answer a login'],
  ['notifications without an end', pour('{"method":"x"}\n'), 'notStratum', 'not Stratum'],
  ['brackets in brackets', say('['.repeat(60_000)), 'notStratum', 'not Stratum'],
  ['objects in objects', say(`{"id":1,"result":${'{"job":'.repeat(8000)}`), 'notStratum', 'not Stratum'],
  [
    'an answer with brackets in brackets',
    say(`{"id":1,"result":{"job":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`),
    'notReady',
    'may still be syncing',
  ],
  [
    'a job in a prototype',
    say('{"id":1,"__proto__":{"x":1},"result":{"__proto__":{"job":{"blob":"a"}}}}'),
    'notReady',
    'no work yet',
  ],
  [
    'colours, a title and a text that runs backwards',
    refusal(`\x1b[2J\x1b]0;evil\x07\u202e txt \u{e0041} ${'z'.repeat(5000)}`),
    'notReady',
    'refused the login: "',
  ],
  ['nothing that can be shown', refusal('\0\x1b[31m'), 'notReady', 'refused the login'],
  ['a password in its answer', refusal('no such password: secretpw'), 'notReady', 'no such password: ****'],
  ['an order to go elsewhere', say('{"method":"client.reconnect","params":["evil",1]}'), 'notReady', ''],
  ['nothing, and resets', (socket) => socket.resetAndDestroy(), 'notReady', ''],
])('a port that says %s', async (_, talk, status, words) => {
  const { result, seconds } = await probed(talk);
  expect(result).toMatchObject({ status, problem: expect.stringContaining(words) });
  expect(result.problem?.length).toBeLessThan(400);
  expect(result.problem).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e\u{e0041}]|secretpw/u);
  // Its own work at pouring is in it.
  expect(seconds).toBeLessThan(1.5);
});

it('a height of 10^300 is none', async () => {
  const { result } = await probed(say(loginWith({ ...GOOD_JOB, height: 1e300 })));
  expect(result).toMatchObject({ status: 'ready', height: null });
});

/** What a probe makes of a server that does this once it has the login, and the time of a CPU that it took. */
async function probed(talk: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    socket.once('data', () => talk(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const before = process.cpuUsage();
  const result = await probeStratum({ host: '127.0.0.1', address: '127.0.0.1', port }, LOGIN);
  const { user, system } = process.cpuUsage(before);
  await expect.poll(() => open.size).toBe(0);
  return { result, seconds: (user + system) / 1e6 };
}
