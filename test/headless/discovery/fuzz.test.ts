/** Whatever hosts on the LAN say, discovery reads on: bytes that are nearly mDNS packets, and nearly answers to a login. */
import { decode, encode, type Packet } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { createCache, type Origin } from '../../../headless/discovery/cache.ts';
import { judgeLine } from '../../../headless/discovery/login.ts';
import { readResponse } from '../../../headless/discovery/records.ts';
import { SERVICE_TYPE, WELL_KNOWN_NAMES } from '../../../headless/names.ts';
import { stackKindSchema, stackStatusSchema } from '../../../headless/snapshot.ts';
import { GOOD_JOB } from '../../stack/hostile-jobs.ts';
import { type Random, seeded } from '../../tui/random-snapshot.ts';

const INPUTS = Number(process.env['RIGFORGE_FUZZ'] ?? 5_000);
/** What must not reach a terminal. */
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u202e]/;
const LAN: Origin = { sender: '10.0.0.5', interfaceName: 'eth0', networks: ['10.0.0.9/24'] };

describe('fuzz', { timeout: 300_000 }, () => {
  it(`reads ${INPUTS} damaged mDNS packets, and asks on with questions that can be sent`, () => {
    const random = seeded(5353);
    const cache = createCache(WELL_KNOWN_NAMES, { isWorthKeeping: () => false });
    let read = 0;
    let kept = 0;
    for (let now = 0; now < INPUTS; now++) {
      const records = readResponse(decoded(damaged(packet(random), random)));
      read += records.length;
      cache.add(records, { ...LAN, sender: `10.0.0.${now % 250}` }, now * 10);
      cache.expire(now * 10);
      // What is kept stays for many packets; looking at it after each would only make the test slow.
      if (now % 50 === 0) {
        const found = cache.candidates();
        kept = Math.max(kept, found.length);
        expect(found.length).toBeLessThanOrEqual(64 + WELL_KNOWN_NAMES.length);
        expect(found.filter(({ name, host, port }) => UNSAFE.test(name + host) || port < 1)).toEqual([]);
      }
      encode({ type: 'query', questions: [...cache.questions(), ...cache.missing()] });
    }
    // Damage that leaves nothing to read would prove nothing.
    expect(read).toBeGreaterThan(INPUTS / 10);
    expect(kept).toBeGreaterThan(5);
  });

  it(`judges ${INPUTS} damaged answers to a login`, () => {
    const random = seeded(3333);
    const seen = new Set<string>();
    for (let input = 0; input < INPUTS; input++) {
      const line = damaged(Buffer.from(answer(random)), random).toString();
      const verdict = judgeLine(line, null);
      if (verdict === null) continue;
      seen.add(verdict.status);
      const { kind, status, problem } = verdict;
      const isRight =
        stackKindSchema.options.includes(kind) &&
        stackStatusSchema.options.includes(status) &&
        (status === 'ready'
          ? problem === null
          : problem !== null && problem.length <= 400 && !UNSAFE.test(problem));
      if (!isRight) expect.fail(`${JSON.stringify(line)} is read as ${JSON.stringify(verdict)}`);
    }
    expect([...seen].sort()).toEqual(['needsPassword', 'notReady', 'notStratum', 'ready']);
  });
});

function decoded(bytes: Buffer): unknown {
  try {
    return decode(bytes);
  } catch {
    // multicast-dns drops what cannot be decoded.
    return null;
  }
}

/** A response such as stacks, printers and liars send. */
function packet(random: Random): Buffer {
  const pick = <T>(...values: [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const label = () =>
    pick('Attic', 'a.b', 'x'.repeat(63), '\x1b[31mred', '\u202eevil', '日本', ' ', 'pithead-2');
  const ttl = () => pick(0, 1, 120, 4500, 2 ** 31 - 1);
  const address = () => pick('10.0.0.5', '0.0.0.0', '255.255.255.255', '8.8.8.8');
  const record = (): NonNullable<Packet['answers']>[number] => {
    const instance = `${label()}.${SERVICE_TYPE}`;
    const host = pick('pithead.local', 'P2POOL.local', `${label()}.local`, 'www.example.com', 'a'.repeat(60));
    const port = pick(0, 1, 3333, 65_535);
    return pick<NonNullable<Packet['answers']>[number]>(
      { type: 'A', name: host, ttl: ttl(), flush: random() < 0.5, data: address() },
      { type: 'AAAA', name: host, ttl: ttl(), data: pick('fd00::5', '::', 'fe80::1') },
      { type: 'PTR', name: pick(SERVICE_TYPE, '_http._tcp.local'), ttl: ttl(), data: instance },
      { type: 'SRV', name: instance, ttl: ttl(), data: { target: host, port } },
      { type: 'TXT', name: instance, ttl: ttl(), data: 'x'.repeat(200) },
    );
  };
  const answers = Array.from({ length: Math.floor(random() * 8) }, record);
  return encode({ type: 'response', answers, additionals: random() < 0.5 ? [record()] : [] });
}

/** An answer such as proxies, pools and web servers give. */
function answer(random: Random): string {
  const pick = <T>(...values: [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const odd = () =>
    pick<unknown>(null, '', 0, -1, 1e99, [], {}, [[]], true, 'x'.repeat(500), '\x1b[31m\u202e', 'rx/0');
  const job = {
    ...GOOD_JOB,
    algo: pick<unknown>('rx/0', 'kawpow', odd()),
    height: pick<unknown>(3_810_000, odd()),
  };
  return pick<() => string>(
    () =>
      JSON.stringify({
        id: 1,
        result: { id: 'a', job, extensions: pick<unknown>(['keepalive'], odd()) },
        error: null,
      }),
    () => JSON.stringify({ id: 1, result: odd(), error: odd() }),
    () =>
      JSON.stringify({
        id: 1,
        error: {
          code: odd(),
          message: pick('Permission denied', 'Disconnected from P2Pool network', '\x9b2J\u202eno'),
        },
      }),
    () =>
      JSON.stringify({
        method: pick<unknown>('job', 'mining.notify', odd()),
        params: pick<unknown>(job, odd()),
      }),
    () => JSON.stringify({ error: [20, pick('Not supported.', '\x07'), null] }),
    () => pick('HTTP/1.1 400 Bad Request', 'SSH-2.0-OpenSSH_9.2', '220 ftp', '-ERR unknown command', ''),
  )();
}

/** Leaves two in five as they are; cuts, flips, doubles or adds bytes in the others. */
function damaged(bytes: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * bytes.length);
  const kind = Math.floor(random() * 10);
  if (kind < 4) return bytes;
  if (kind < 5) return bytes.subarray(0, at);
  if (kind < 6) return Buffer.concat([bytes.subarray(0, at), bytes]);
  if (kind < 7) return Buffer.from(Array.from({ length: at }, () => Math.floor(random() * 256)));
  const copy = Buffer.from(bytes);
  for (let count = 0; count < kind - 5; count++) {
    if (copy.length > 0) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  return copy;
}
