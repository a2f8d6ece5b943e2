import { expect, it } from 'vitest';
import { formatEndpoint } from '../../headless/endpoint.ts';
import { snapshotOf } from '../../headless/status/snapshot-of.ts';
import { poolSetting, Rig } from './rig.ts';

it.each([
  ['pithead.local', 'pithead.local:3333'],
  ['192.168.7.2', '192.168.7.2:3333'],
  ['fd00::1', '[fd00::1]:3333'],
])('writes %s as %s', (host, written) => {
  expect(formatEndpoint(host, 3333)).toBe(written);
});

it('has the brackets of an IPv6 pool wherever the rig names it', () => {
  const rig = new Rig().untilFinding({ pools: [{ ...poolSetting, host: 'fd00::1' }], waitSeconds: 0 });
  const problem = 'no answer';
  const result = { ...PROBE, problem };
  rig.tell({ event: 'probed', stackId: 'fd00::1:3333', address: null, result });
  rig.untilMining();
  const { doing, messages } = snapshotOf(rig.state, { version: '', commit: '' });
  expect(doing).toBe('Mining at [fd00::1]:3333');
  expect(messages).toEqual([]);
  rig.tell({ event: 'probed', stackId: 'fd00::1:3333', address: null, result });
  expect(snapshotOf(rig.state, { version: '', commit: '' }).messages.map(({ text }) => text)).toEqual([
    '[fd00::1]:3333: no answer',
  ]);
});

const PROBE = {
  kind: 'unknown',
  status: 'unreachable',
  height: null,
  algorithm: null,
  latencyMs: null,
  tls: false,
  fingerprint: null,
} as const;
