import { describe, expect, it } from 'vitest';
import { type Cache, createCache, type Origin } from '../../../headless/discovery/cache.ts';
import { readResponse } from '../../../headless/discovery/records.ts';

const TYPE = '_stratum._tcp.local';
const LAN: Origin = { sender: '10.0.0.5', interfaceName: 'eth0', networks: ['10.0.0.9/24', 'fd00::9/64'] };

const newCache = (keep: string[] = []): Cache =>
  createCache(['pithead', 'P2Pool.local'], {
    isWorthKeeping: (id) => keep.includes(id),
  });

const a = (name: string, data: string, more: object = {}) => ({
  name,
  type: 'A',
  ttl: 120,
  flush: true,
  data,
  ...more,
});
const service = (instance: string, target: string, port = 3333, ttl = 120) => [
  { name: TYPE, type: 'PTR', ttl, data: `${instance}.${TYPE}` },
  { name: `${instance}.${TYPE}`, type: 'SRV', ttl, data: { target, port } },
];
const hear = (cache: Cache, answers: object[], now = 0, origin = LAN) =>
  cache.add(readResponse({ answers, additionals: [] }), origin, now);
const places = (cache: Cache) => cache.candidates().map(({ id, addresses }) => `${id} ${addresses.join()}`);

describe('an advertised name', () => {
  it.each(['pithead.local', 'Pithead', 'other.local.', 'p2pool'])(
    'that is a computer’s (%s) is not shown',
    (name) => {
      const cache = newCache();
      hear(cache, [...service(name, 'evil.local', 4444), a('evil.local', '10.0.0.66')]);
      expect(cache.candidates()).toMatchObject([{ name: 'evil.local', host: 'evil.local', port: 4444 }]);
    },
  );
});

describe('names', () => {
  it('of several computers are told as such: each has answered for itself', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5'), a('pithead.local', '10.0.0.6')]);
    expect(cache.candidates()[0]?.claimants).toBeUndefined();
    hear(cache, [a('pithead.local', '10.0.0.66')], 10, { ...LAN, sender: '10.0.0.66' });
    expect(cache.candidates()[0]?.claimants).toEqual(['10.0.0.5', '10.0.0.66']);
    // One that moved takes its old address back by its flush bit.
    hear(cache, [a('pithead.local', '10.0.0.66')], 5000, { ...LAN, sender: '10.0.0.66' });
    cache.expire(7000);
    expect(cache.candidates()[0]?.claimants).toBeUndefined();
  });

  it('are matched without case, and only those that were asked for count', () => {
    const cache = newCache();
    hear(cache, [a('PitHead.Local.', '10.0.0.5'), a('printer.local', '10.0.0.7')]);
    expect(places(cache)).toEqual(['pithead.local:3333 10.0.0.5']);
  });

  it('have their addresses in the order of trust: the sender, this LAN, IPv6; none that is elsewhere', () => {
    const cache = newCache();
    const addresses = ['172.17.0.1', '10.9.8.7', '8.8.8.8', '10.0.0.6', '10.0.0.5'].map((one) =>
      a('pithead.local', one),
    );
    hear(cache, [a('pithead.local', 'fd00::5', { type: 'AAAA' }), ...addresses]);
    expect(cache.candidates()[0]?.addresses).toEqual(['10.0.0.5', '10.0.0.6', 'fd00::5']);
  });

  it('keep their IPv6 addresses when an IPv4 one is replaced, and the other way round', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5'), a('pithead.local', 'fd00::5', { type: 'AAAA' })]);
    hear(cache, [a('pithead.local', 'fd00::6', { type: 'AAAA' })], 5000);
    cache.expire(6000);
    expect(cache.candidates()[0]?.addresses).toEqual(['10.0.0.5', 'fd00::6']);
  });

  it('have a link-local address with its link, behind all others, where the link is asked by IPv6', () => {
    const cache = newCache();
    const answers = ['fe80::5', 'fd00::5'].map((one) => a('pithead.local', one, { type: 'AAAA' }));
    hear(cache, answers, 0, { ...LAN, sender: 'fe80::5%eth0', networks: ['fe80::9/64', 'fd00::9/64'] });
    expect(cache.candidates()[0]?.addresses).toEqual(['fd00::5', 'fe80::5%eth0']);
    const other = newCache();
    hear(other, answers);
    expect(other.candidates()[0]?.addresses).toEqual(['fd00::5']);
  });

  it('run out with their time, and are asked for again before', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5')], 1000);
    expect(cache.refreshAt()).toBe(1000 + 102_000);
    expect(cache.expire(120_999)).toBe(false);
    expect(cache.expire(121_000)).toBe(true);
    expect(places(cache)).toEqual([]);
  });

  it('go a second after a goodbye', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5')]);
    hear(cache, [a('pithead.local', '10.0.0.5', { ttl: 0 })], 5000);
    cache.expire(5999);
    expect(places(cache)).toHaveLength(1);
    cache.expire(6000);
    expect(places(cache)).toEqual([]);
  });

  it('lose their old address to a new one, but not what was learnt on another interface', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5')]);
    hear(cache, [a('pithead.local', '192.168.0.5')], 0, {
      ...LAN,
      interfaceName: 'eth1',
      networks: ['192.168.0.9/24'],
    });
    hear(cache, [a('pithead.local', '10.0.0.6')], 5000);
    cache.expire(6000);
    expect(cache.candidates()[0]?.addresses.sort()).toEqual(['10.0.0.6', '192.168.0.5']);
    cache.keepInterfaces(['eth1']);
    expect(places(cache)).toEqual(['pithead.local:3333 192.168.0.5']);
  });
});

describe('a liar on the link', () => {
  const LIAR: Origin = { ...LAN, sender: '10.0.0.66' };

  it('does not keep the computer that has a name out with eight other addresses', () => {
    const cache = newCache();
    const bogus = Array.from({ length: 8 }, (_, index) => a('pithead.local', `10.0.0.${100 + index}`));
    hear(cache, bogus, 0, LIAR);
    hear(cache, [a('pithead.local', '10.0.0.5')], 500);
    expect(cache.candidates()[0]?.addresses).toHaveLength(8);
    expect(cache.candidates()[0]?.addresses[0]).toBe('10.0.0.5');
    hear(cache, bogus, 600, LIAR);
    expect(cache.candidates()[0]?.addresses).toContain('10.0.0.5');
  });

  it('does not say goodbye for it', () => {
    const cache = newCache();
    hear(cache, [a('pithead.local', '10.0.0.5')]);
    hear(cache, [a('pithead.local', '10.0.0.5')], 4000, LIAR);
    hear(cache, [a('pithead.local', '10.0.0.5', { ttl: 0 })], 5000, LIAR);
    cache.expire(7000);
    expect(places(cache)).toEqual(['pithead.local:3333 10.0.0.5']);
  });

  it('sends the rig to no printer', () => {
    const cache = newCache();
    hear(cache, [...service('Pithead', 'npi1234.local', 9100), a('npi1234.local', '10.0.0.7')], 0, LIAR);
    hear(cache, [...service('Office', 'npi1234.local', 631), a('npi1234.local', '10.0.0.7')], 0, LIAR);
    hear(cache, [...service('Attic', 'far.local'), a('far.local', '10.9.8.7')], 0, LIAR);
    expect(places(cache)).toEqual([]);
  });
});

describe('DNS-SD', () => {
  it('is followed through three packets, asking for what is missing', () => {
    const cache = newCache();
    const [pointer = {}, target = {}] = service('Attic', 'Box.local', 4444);
    hear(cache, [pointer]);
    expect(cache.missing()).toEqual([{ name: `attic.${TYPE}`, type: 'SRV' }]);
    hear(cache, [target]);
    expect(cache.missing()).toEqual([{ name: 'box.local', type: 'A' }]);
    hear(cache, [a('box.local', '10.0.0.5')]);
    expect(cache.candidates()).toEqual([
      {
        id: 'box.local:4444',
        name: 'Attic',
        host: 'box.local',
        port: 4444,
        found: 'dnsSd',
        addresses: ['10.0.0.5'],
      },
    ]);
  });

  it('is the same stack as a well-known name with the same host and port', () => {
    const cache = newCache();
    hear(cache, [...service('Ours', 'pithead.local'), a('pithead.local', '10.0.0.5')]);
    expect(cache.candidates()).toMatchObject([
      { id: 'pithead.local:3333', found: 'mdnsName', name: 'pithead.local' },
    ]);
  });

  it('forgets a thousand bogus services but not the one that was verified', () => {
    const cache = newCache(['good.local:3333']);
    hear(cache, [...service('Good', 'good.local'), a('good.local', '10.0.0.5')]);
    for (let number = 0; number < 1000; number++) {
      const sender = `10.0.${number % 250}.${number % 200}`;
      hear(cache, [...service(`b${number}`, `b${number}.local`), a(`b${number}.local`, sender)], 0, {
        ...LAN,
        sender,
      });
    }
    const found = cache.candidates();
    expect(found.length).toBeLessThanOrEqual(64);
    expect(found.some(({ name }) => name === 'Good')).toBe(true);
  });

  it('gives one sender a few places only', () => {
    const cache = newCache();
    for (let number = 0; number < 1000; number++) {
      hear(cache, [...service(`b${number}`, `b${number}.local`), a(`b${number}.local`, '10.0.0.66')]);
    }
    expect(cache.candidates()).toHaveLength(16);
  });
});

describe('packets', () => {
  it.each([
    null,
    'text',
    { answers: 'none' },
    { answers: [null, 1, 'A', {}, { name: 'pithead.local', type: 'A', ttl: 120, data: 'not an address' }] },
    { answers: [{ name: TYPE, type: 'SRV', ttl: 1, data: { target: 'a b.local', port: 3333 } }] },
    { answers: [{ name: TYPE, type: 'SRV', ttl: 1, data: { target: 'a.local', port: 99999 } }] },
    { answers: [{ name: TYPE, type: 'SRV', ttl: 1, data: { target: 'www.example.com', port: 80 } }] },
    { answers: [{ name: '', type: 'PTR', ttl: 1, data: 'x'.repeat(300) }] },
  ])('of no use hold no records: %j', (packet) => {
    expect(readResponse(packet)).toEqual([]);
  });
});
