import { once } from 'node:events';
import { connect } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { Client, loginResultSchema } from './client.ts';
import type { StackEvent } from './events.ts';
import type { StackInput } from './settings.ts';
import { Stack } from './stack.ts';

const opened: { stop(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});

async function stackWith(input: StackInput = {}): Promise<{ stack: Stack; events: StackEvent[] }> {
  const events: StackEvent[] = [];
  const stack = await Stack.start({ port: 0, blockSeconds: 0, adapt: false, ...input }, (event) =>
    events.push(event),
  );
  opened.push(stack);
  return { stack, events };
}

function client(port: number, tls = false): Client {
  const miner = tls ? Client.tls(port) : Client.plain(port);
  opened.push({ stop: () => miner.close() });
  return miner;
}

test('xmrig-proxy: extensions with keepalive, error null', async () => {
  const { stack } = await stackWith();
  const answer = await client(stack.port).login();
  expect(answer.error).toBeNull();
  const result = loginResultSchema.parse(answer.result);
  expect(result.extensions).toEqual(['algo', 'nicehash', 'connect', 'tls', 'keepalive']);
  expect(result.job.height).toBe(3_810_000);
  expect(result.job.algo).toBe('rx/0');
});

test('P2Pool: one extension, no error key', async () => {
  const { stack } = await stackWith({ kind: 'p2pool' });
  const answer = await client(stack.port).login();
  expect('error' in answer).toBe(false);
  expect(loginResultSchema.parse(answer.result).extensions).toEqual(['algo']);
});

test('P2Pool 5: hangs up on a list of algorithms without rx/2, and talks to that address no more', async () => {
  const { stack, events } = await stackWith({ kind: 'p2pool5' });
  await expect(client(stack.port).login({ algo: ['rx/0'] })).rejects.toThrow('the stack hung up');
  // As it should have been from the first: too late.
  await expect(client(stack.port).login({ algo: ['rx/0', 'rx/2'] })).rejects.toThrow('the stack hung up');
  expect(stack.status()).toMatchObject({ banned: ['127.0.0.1'], workers: [] });
  expect(events.filter(({ event }) => ['login', 'banned', 'turnedAway'].includes(event))).toMatchObject([
    { event: 'login', ok: false, reason: 'a list of algorithms without rx/2' },
    { event: 'banned', address: '127.0.0.1', seconds: 600, what: 'a list of algorithms without rx/2' },
    { event: 'turnedAway', address: '127.0.0.1' },
  ]);
});

test('P2Pool 5: takes who names rx/2 and who names nothing, and answers as P2Pool does', async () => {
  const { stack } = await stackWith({ kind: 'p2pool5' });
  const answer = await client(stack.port).login({ algo: ['rx/2', 'rx/0', 'rx/wow'] });
  expect('error' in answer).toBe(false);
  expect(loginResultSchema.parse(answer.result)).toMatchObject({
    extensions: ['algo'],
    job: { algo: 'rx/0' },
  });
  expect((await client(stack.port).login({ algo: undefined })).result).toBeTruthy();
  stack.fork();
  const late = await client(stack.port).login({ algo: ['rx/2'] });
  expect(loginResultSchema.parse(late.result).job).toMatchObject({ algo: 'rx/2', height: 3_810_001 });
  expect(stack.status().banned).toEqual([]);
});

test('P2Pool 5: a ban ends, and bad manners bring another', async () => {
  const { stack, events } = await stackWith({ kind: 'p2pool5', banSeconds: 0.3 });
  await expect(client(stack.port).login({ algo: [] })).rejects.toThrow('the stack hung up');
  await vi.waitUntil(() => stack.status().banned.length === 0);
  const miner = client(stack.port);
  expect((await miner.login({ algo: ['rx/2'] })).result).toBeTruthy();
  await stack.set({ banSeconds: 600 });
  await expect(miner.login({ algo: ['rx/2'] })).rejects.toThrow('the stack hung up');
  expect(events.filter(({ event }) => event === 'banned')).toMatchObject([
    { seconds: 0.3 },
    { seconds: 600, what: 'a second login' },
  ]);
});

test('workers are named as each kind names them', async () => {
  const { stack } = await stackWith();
  await client(stack.port).login({ login: 'wallet', rigid: 'rig-one' });
  await stack.set({ kind: 'p2pool' });
  await client(stack.port).login({ login: 'rig-two+5000' });
  expect(stack.status().workers.map(({ name }) => name)).toEqual(['rig-one', 'rig-two']);
});

test('a wrong password is refused, the right one taken', async () => {
  const { stack } = await stackWith({ password: 'secret' });
  expect((await client(stack.port).login()).error?.message).toBe('Permission denied');
  expect((await client(stack.port).login({ pass: 'secret' })).error).toBeNull();
});

test('P2Pool that is not ready says so', async () => {
  const { stack } = await stackWith({ kind: 'p2pool', ready: false });
  expect((await client(stack.port).login()).error?.message).toBe('Disconnected from P2Pool network');
});

test('a proxy that is not ready answers once it is', async () => {
  const { stack } = await stackWith({ ready: false });
  const answer = client(stack.port).login();
  const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))]);
  expect(first).toBe('silence');
  await stack.set({ ready: true });
  expect((await answer).error).toBeNull();
});

test('TLS and plain text on one port, the fingerprint is the certificate’s', async () => {
  const { stack } = await stackWith({ tls: true });
  const secure = client(stack.port, true);
  expect((await secure.login()).error).toBeNull();
  const certificate = secure.socket instanceof TLSSocket ? secure.socket.getPeerCertificate() : null;
  expect(certificate?.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(stack.fingerprint);
  expect((await client(stack.port).login()).error).toBeNull();
});

test('mute: accepts and never answers', async () => {
  const { stack, events } = await stackWith({ fault: 'mute' });
  const miner = client(stack.port);
  const first = await Promise.race([
    miner.login(),
    new Promise((resolve) => setTimeout(resolve, 500, 'silence')),
  ]);
  expect(first).toBe('silence');
  expect(events.map(({ event }) => event)).toEqual(['listening', 'connected']);
});

test('http: answers as a web server does', async () => {
  const { stack } = await stackWith({ fault: 'http' });
  const miner = client(stack.port);
  await expect(miner.login()).rejects.toThrow(/HTTP/);
});

test('reject, refuse and back to work', async () => {
  const { stack } = await stackWith({ fault: 'reject', rejectMessage: 'Invalid payment address provided' });
  expect((await client(stack.port).login()).error?.message).toBe('Invalid payment address provided');
  await stack.set({ fault: 'refuse' });
  const [error] = await once(connect({ host: '127.0.0.1', port: stack.port }), 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  await stack.set({ fault: 'none' });
  expect((await client(stack.port).login()).error).toBeNull();
});

test('bad manners are noticed', async () => {
  const { stack, events } = await stackWith();
  const web = client(stack.port);
  web.socket.write('GET / HTTP/1.1\r\nHost: pithead.local\r\n\r\n');
  await once(web.socket, 'close');
  expect(events.find(({ event }) => event === 'misbehaved')).toMatchObject({
    what: 'a line that is no request',
  });
});

test('a new block and a new difficulty bring a new job; a move and a drop end the connection', async () => {
  const { stack } = await stackWith();
  const miner = client(stack.port);
  await miner.login();
  stack.newBlock();
  expect(await miner.next()).toMatchObject({ method: 'job', params: { height: 3_810_001 } });
  await stack.set({ difficulty: 123_456 });
  expect(await miner.next()).toMatchObject({ method: 'job', params: { height: 3_810_001 } });
  stack.reconnectClients('198.51.100.7', 3333);
  expect(await miner.next()).toMatchObject({ method: 'client.reconnect', params: ['198.51.100.7', '3333'] });
  await stack.move('127.0.0.2');
  await expect(miner.next()).rejects.toThrow('the stack hung up');
  expect(stack.address).toBe('127.0.0.2');
});

test('keepalives are answered', async () => {
  const { stack } = await stackWith();
  const miner = client(stack.port);
  const { id } = loginResultSchema.parse((await miner.login()).result);
  expect((await miner.ask('keepalived', { id })).result).toEqual({ status: 'KEEPALIVED' });
});
