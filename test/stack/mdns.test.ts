import type { Answer } from 'dns-packet';
import multicastDns, { type MulticastDNS } from 'multicast-dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERVICE_TYPE } from './mdns.ts';
import { Stack } from './stack.ts';

const name = `stack-test-${process.pid}`;
let asker: MulticastDNS;
let stack: Stack;
const heard: Answer[] = [];

beforeAll(async () => {
  asker = multicastDns({ interface: '127.0.0.1', bind: '0.0.0.0' });
  asker.on('response', ({ answers }) => heard.push(...(answers ?? [])));
  await new Promise((resolve) => asker.once('ready', () => resolve(null)));
  stack = await Stack.start({ port: 0, name, dnsSd: `Stack ${process.pid}`, blockSeconds: 0 });
});

afterAll(() => {
  asker.destroy();
});

/** Waits for a record that has all of `wanted`. */
async function record(wanted: object): Promise<void> {
  await expect.poll(() => heard).toContainEqual(expect.objectContaining(wanted));
}

test('announces itself', async () => {
  await record({ name: `${name}.local`, type: 'A', data: '127.0.0.1', ttl: 120 });
});

test('answers for its name, in any case', async () => {
  heard.length = 0;
  asker.query({ questions: [{ name: `${name}.local`.toUpperCase(), type: 'A' }] });
  await record({ name: `${name}.local`, type: 'A', data: '127.0.0.1' });
});

test('is found by DNS-SD', async () => {
  heard.length = 0;
  const service = `Stack ${process.pid}.${SERVICE_TYPE}.local`;
  asker.query({ questions: [{ name: `${SERVICE_TYPE}.local`, type: 'PTR' }] });
  await record({ type: 'PTR', data: service });
  asker.query({ questions: [{ name: service, type: 'SRV' }] });
  await record({
    name: service,
    type: 'SRV',
    data: expect.objectContaining({ target: `${name}.local`, port: stack.port }),
  });
});

test('a move is told', async () => {
  heard.length = 0;
  await stack.move('127.0.0.3');
  await record({ name: `${name}.local`, type: 'A', data: '127.0.0.1', ttl: 0 });
  await record({ name: `${name}.local`, type: 'A', data: '127.0.0.3', ttl: 120 });
});

test('says goodbye', async () => {
  heard.length = 0;
  await stack.stop();
  await record({ name: `${name}.local`, type: 'A', ttl: 0 });
});
