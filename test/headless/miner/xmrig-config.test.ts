import { expect, it } from 'vitest';
import { xmrigConfig } from '../../../headless/miner/xmrig-config.ts';

const pool = {
  host: 'pithead.local',
  address: '192.168.7.2',
  port: 3333,
  tls: false,
  fingerprint: null,
  user: 'rig-0a1b2c',
  password: null,
};
const tuning = { mode: 'fast' as const, oneGbPages: true, numa: true, threads: null };
const target = {
  stackId: 'pithead.local:3333',
  source: 'discovery' as const,
  why: null,
  pools: [pool] as [typeof pool],
};

it('gives XMRig the address of an mDNS name, no privileges to use and an API on loopback', () => {
  const config = xmrigConfig({ target, tuning, donatePercent: 1, label: 'rig-0a1b2c' });
  expect(config).toMatchObject({
    autosave: false,
    'donate-level': 1,
    http: { host: '127.0.0.1', port: 18080, restricted: true },
    randomx: { mode: 'fast', '1gb-pages': true, wrmsr: false, rdmsr: false, numa: true },
    pools: [{ url: '192.168.7.2:3333', user: 'rig-0a1b2c', pass: 'x', 'rig-id': 'rig-0a1b2c', tls: false }],
  });
});

it('brackets IPv6 addresses and pins certificates only over TLS', () => {
  const v6 = { ...pool, address: 'fd00::2', tls: true, fingerprint: 'ab'.repeat(32) };
  const config = xmrigConfig({
    target: { ...target, pools: [v6, { ...pool, fingerprint: 'cd'.repeat(32) }] },
    tuning: { ...tuning, threads: [0, 2] },
    donatePercent: 0,
    label: 'r',
  });
  expect(config).toMatchObject({
    cpu: { rx: [0, 2] },
    retries: 2,
    pools: [
      { url: '[fd00::2]:3333', tls: true, 'tls-fingerprint': 'ab'.repeat(32) },
      { tls: false, 'tls-fingerprint': null },
    ],
  });
});

it('lets XMRig look up no name of the LAN to which it would send a password in the clear', () => {
  const url = (change: Partial<typeof pool>) => {
    const pools = [{ ...pool, address: null, ...change }] as unknown as [typeof pool];
    const config = xmrigConfig({ target: { ...target, pools }, tuning, donatePercent: 1, label: 'r' });
    return (config as { pools: { url: string }[] }).pools[0]?.url;
  };
  const secret = { password: 'tulip' } as object;
  const pinned = { ...secret, tls: true, fingerprint: 'ab'.repeat(32) } as object;
  expect(url({})).toBe('pithead.local:3333');
  expect(url(secret)).toBe('255.255.255.255:3333');
  expect(url(pinned)).toBe('pithead.local:3333');
  expect(url({ ...secret, host: 'pool.example.org' })).toBe('pool.example.org:3333');
});
