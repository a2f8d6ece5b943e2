import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type ProbeOptions, probeStratum } from '../../../headless/discovery/probe.ts';
import { probeAny } from '../../../headless/discovery/probe-any.ts';
import { makeCertificate } from '../../stack/certificate.ts';
import type { StackEvent } from '../../stack/events.ts';
import { GOOD_JOB, loginWith } from '../../stack/hostile-jobs.ts';
import type { StackInput } from '../../stack/settings.ts';
import { Stack } from '../../stack/stack.ts';

const LOGIN: ProbeOptions = { label: 'rig-0a1b2c', password: null, agent: 'RigForge-Image/test' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real stack on loopback; what it saw is in `events`. */
async function stack(input: StackInput = {}) {
  const events: StackEvent[] = [];
  const started = await Stack.start({ port: 0, blockSeconds: 0, ...input }, (event) => events.push(event));
  closing.push(() => started.stop());
  const target = { host: '127.0.0.1', address: '127.0.0.1', port: started.port };
  return { stack: started, events, target };
}

/** Something that is no stack. `talk` gets each connection. */
function liar(talk: (socket: Socket) => void) {
  return listening(createServer((socket) => talk(socket)));
}

/** Opens a server on a free port of loopback until the test is over. */
async function listening(server: Server) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { host: '127.0.0.1', address: '127.0.0.1', port };
}

describe('a stack', () => {
  it('is xmrig-proxy with work, asked once and politely', async () => {
    const { target, events } = await stack();
    const result = await probeStratum(target, LOGIN);
    expect(result).toEqual({
      kind: 'xmrig-proxy',
      status: 'ready',
      algorithm: 'rx/0',
      height: 3_810_000,
      latencyMs: expect.any(Number),
      tls: false,
      fingerprint: null,
      problem: null,
    });
    await expect.poll(() => events.some(({ event }) => event === 'disconnected')).toBe(true);
    const logins = events.filter((event) => event.event === 'login');
    expect(logins).toMatchObject([{ worker: 'rig-0a1b2c', agent: 'RigForge-Image/test', ok: true }]);
    expect(events.filter(({ event }) => event === 'misbehaved')).toEqual([]);
  });

  it('is P2Pool with work', async () => {
    const { target } = await stack({ kind: 'p2pool' });
    expect(await probeStratum(target, LOGIN)).toMatchObject({ kind: 'p2pool', status: 'ready' });
  });

  it('is P2Pool 5, which bans who does not offer RandomX v2: it gets no reason to', async () => {
    for (const forked of [false, true]) {
      const { target, events } = await stack({ kind: 'p2pool5', forked });
      const algorithm = forked ? 'rx/2' : 'rx/0';
      const result = await probeStratum(target, LOGIN);
      expect(result).toMatchObject({ kind: 'p2pool', status: 'ready', algorithm });
      expect(await probeStratum(target, LOGIN)).toMatchObject({ status: 'ready' });
      expect(events.filter(({ event }) => event === 'banned' || event === 'turnedAway')).toEqual([]);
    }
  });

  it('names no algorithm: the version of its block does', async () => {
    const { target, stack: running } = await stack({ nameAlgo: false });
    expect(await probeStratum(target, LOGIN)).toMatchObject({ status: 'ready', algorithm: 'rx/0' });
    running.fork();
    expect(await probeStratum(target, LOGIN)).toMatchObject({ status: 'ready', algorithm: 'rx/2' });
  });

  it.each([
    ['RandomX/v2', 'rx/2'],
    ['RX/0', 'rx/0'],
  ] as const)('has work for Monero by the name %s', async (algo, algorithm) => {
    const { target } = await stack({ algo });
    expect(await probeStratum(target, LOGIN)).toMatchObject({ status: 'ready', algorithm });
  });

  it('is for another coin, which is named', async () => {
    const { target } = await stack({ algo: 'rx/wow' });
    expect(await probeStratum(target, LOGIN)).toMatchObject({
      status: 'notStratum',
      algorithm: null,
      problem: 'a Stratum server for Wownero (rx/wow), not for Monero',
    });
  });

  it('wants a password, and takes the right one', async () => {
    const { target } = await stack({ password: 'hunter2' });
    expect(await probeStratum(target, LOGIN)).toMatchObject({
      kind: 'xmrig-proxy',
      status: 'needsPassword',
      problem: 'wants a password',
    });
    const wrong = await probeStratum(target, { ...LOGIN, password: 'nope' });
    expect(wrong.problem).toBe('wrong password');
    expect(await probeStratum(target, { ...LOGIN, password: 'hunter2' })).toMatchObject({ status: 'ready' });
  });

  it('repeats the password in its refusal: the screen does not', async () => {
    const { target } = await stack({ fault: 'reject', rejectMessage: 'no account with hunter2' });
    const { problem } = await probeStratum(target, { ...LOGIN, password: 'hunter2' });
    expect(problem).toBe('refused the login: "no account with ****"');
  });

  it('is sent no password before it is known whether it speaks TLS', async () => {
    const login = { ...LOGIN, password: 'hunter2' };
    const heard: string[] = [];
    const plain = await liar((socket) => void socket.on('data', (chunk) => heard.push(String(chunk))).end());
    expect(await probeStratum(plain, login)).toMatchObject({ status: 'notReady', tls: false });
    expect(heard.join()).toContain('rig-0a1b2c');
    expect(heard.join()).not.toContain('hunter2');
    const { target, events, stack: secure } = await stack({ tls: true, plain: false, password: 'hunter2' });
    const { fingerprint } = secure;
    expect(await probeStratum(target, login)).toMatchObject({ status: 'ready', tls: true, fingerprint });
    expect(events.filter(({ event }) => event === 'login')).toHaveLength(1);
  });

  it('is P2Pool that is not connected yet', async () => {
    const { target } = await stack({ kind: 'p2pool', ready: false });
    expect(await probeStratum(target, LOGIN)).toMatchObject({ kind: 'p2pool', status: 'notReady' });
  });

  it('is a proxy without work, which says nothing', async () => {
    const { target } = await stack({ ready: false });
    const result = await probeStratum(target, { ...LOGIN, timeoutMs: 300 });
    expect(result).toMatchObject({ status: 'notReady', problem: expect.stringContaining('does not answer') });
  });

  it('speaks TLS as well as plain: plain will do', async () => {
    const { target } = await stack({ tls: true });
    expect(await probeStratum(target, LOGIN)).toMatchObject({ status: 'ready', tls: false });
  });

  it('shows its fingerprint where TLS was asked for', async () => {
    const { target, stack: running } = await stack({ tls: true });
    const result = await probeStratum({ ...target, tls: true }, LOGIN);
    expect(result).toMatchObject({ status: 'ready', tls: true, fingerprint: running.fingerprint });
  });

  it('speaks nothing but TLS: that is found out, and said where the owner ruled it out', async () => {
    const { key, cert, fingerprint } = makeCertificate('pithead.local');
    const answer = `${loginWith({ ...GOOD_JOB, height: 7 })}\n`;
    const server = createTlsServer({ key, cert }, (socket) => socket.on('error', () => {}).end(answer));
    const port = (await listening(server)).port;
    const target = { host: 'pithead.local', address: '127.0.0.1', port };
    expect(await probeStratum(target, LOGIN)).toMatchObject({
      status: 'ready',
      tls: true,
      fingerprint,
      height: 7,
    });
    expect(await probeStratum({ ...target, tls: false }, LOGIN)).toMatchObject({
      status: 'notReady',
      tls: false,
      problem: 'requires TLS; set tls=yes for this pool',
    });
  });

  it('is off: the port is closed', async () => {
    const { target, stack: running } = await stack();
    await running.set({ fault: 'refuse' });
    const result = await probeStratum(target, LOGIN);
    expect(result).toMatchObject({
      status: 'refused',
      latencyMs: null,
      problem: expect.stringContaining(`${target.port}`),
    });
  });

  it('refuses the login in words of its own', async () => {
    const { target } = await stack({
      fault: 'reject',
      rejectMessage: 'Invalid \x1b[31mwallet\u202e address',
    });
    expect(await probeStratum(target, LOGIN)).toMatchObject({
      status: 'notReady',
      problem: 'refused the login: "Invalid wallet address"',
    });
  });
});

describe('no stack', () => {
  it('is a web server', async () => {
    const { target } = await stack({ fault: 'http' });
    const { status, problem } = await probeStratum(target, LOGIN);
    expect({ status, problem }).toEqual({
      status: 'notStratum',
      problem: 'answers, but not Stratum (it looks like a web server)',
    });
  });

  it.each([
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'notStratum', 'an SSH server'],
    ['a line that never ends', 'x'.repeat(70_000), 'notStratum', 'not Stratum'],
    ['empty lines without an end', '\n'.repeat(70_000), 'notStratum', 'not Stratum'],
    ['JSON of another kind', '{"hello":[1,2]}\n', 'notStratum', 'not Stratum'],
    ['a number', '42\n', 'notStratum', 'not Stratum'],
    ['Bitcoin', '{"id":1,"result":null,"error":[20,"Not supported.",null]}\n', 'notReady', 'Not supported.'],
    [
      'another coin',
      JSON.stringify({ id: 1, result: { id: 'a', job: { blob: '00', algo: 'kawpow' } } }),
      'notStratum',
      'kawpow',
    ],
    ['a login without work', '{"id":1,"result":{"id":"a","status":"OK"}}\n', 'notReady', 'no work yet'],
    [
      'a job without a block',
      '{"id":1,"result":{"job":{"blob":"","height":1e99}}}\n',
      'notReady',
      'still be syncing',
    ],
    ['an error of no known form', '{"id":1,"error":{"code":[]}}\n', 'notReady', 'an error without a text'],
    ['nothing but a hang-up', '', 'notReady', 'closes the connection'],
  ])('%s', async (_, bytes, status, problem) => {
    const target = await liar((socket) => void socket.end(bytes));
    const result = await probeStratum(target, { ...LOGIN, timeoutMs: 1000 });
    expect(result).toMatchObject({ status, problem: expect.stringContaining(problem) });
  });

  it('drips bytes for ever', async () => {
    const target = await liar((socket) => {
      const timer = setInterval(() => socket.write('a'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const before = performance.now();
    expect(await probeStratum(target, { ...LOGIN, timeoutMs: 300 })).toMatchObject({ status: 'notStratum' });
    expect(performance.now() - before).toBeLessThan(1500);
  });

  it('is an address that is none', async () => {
    const nowhere = { host: 'x', address: 'not an address', port: 3333 };
    expect(await probeStratum(nowhere, LOGIN)).toMatchObject({ status: 'unreachable' });
  });

  it('is not asked any more once the search is over', async () => {
    const target = await liar(() => {});
    const signal = AbortSignal.timeout(50);
    expect(await probeStratum(target, { ...LOGIN, signal })).toMatchObject({ status: 'unreachable' });
  });
});

describe('a host with several addresses', () => {
  it('answers on the second one, and is logged in to once', async () => {
    const { target, events } = await stack({ address: '127.0.0.3' });
    const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    const { address, result } = await probeAny({ ...target, addresses }, LOGIN);
    expect({ address, status: result.status }).toEqual({ address: '127.0.0.3', status: 'ready' });
    expect(events.filter(({ event }) => event === 'login')).toHaveLength(1);
  });

  it('has an address that leads nowhere in front of the right one', async () => {
    const { target } = await stack({ delay: 0 });
    const mute = { ...LOGIN, timeoutMs: 3000 };
    // 240.0.0.1 is reserved: no host has it, and connecting either fails at once or hangs.
    const { result } = await probeAny({ ...target, addresses: ['240.0.0.1', '127.0.0.1'] }, mute);
    expect(result.status).toBe('ready');
  });

  it('has none that works', async () => {
    const { stack: running, target } = await stack();
    await running.set({ fault: 'refuse' });
    const { result } = await probeAny({ ...target, addresses: ['127.0.0.1', '127.0.0.2'] }, LOGIN);
    expect(result.status).toBe('refused');
  });
});
