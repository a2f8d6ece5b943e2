import { describe, expect, it } from 'vitest';
import { REMEMBERED_FILE } from '../../../headless/config/remembered.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { attic, pithead, poolSetting, Rig } from '../rig.ts';

const named = (host: string, address: string): Stack => ({
  ...pithead,
  id: `${host}:3333`,
  name: host,
  host,
  address,
});
const second = named('pithead-2.local', '192.168.7.4');
const umbrel = named('umbrel.local', '192.168.7.5');
const bare: Stack = { ...named('52-54-00-12-34-56', '192.168.7.6'), name: '192.168.7.6', found: 'sweep' };
const asked: Stack = { ...second, status: 'needsPassword', problem: 'wants a password' };

const rows = (rig: Rig) => snapshotOf(rig.state, { version: '', commit: '' }).stacks;
const ids = (rig: Rig) => rows(rig).map(({ id }) => id);
const see = (rig: Rig, ...stacks: Stack[]) => {
  for (const stack of stacks) rig.tell({ event: 'stackSeen', stack });
};
const configured = (...hosts: string[]) => {
  const pools = hosts.map((host) => ({ ...poolSetting, host }));
  return new Rig().untilFinding({ pools, waitSeconds: 3600 });
};
const probed = (rig: Rig, host: string, address: string, result: Stack = pithead) =>
  rig.tell({ event: 'probed', stackId: `${host}:3333`, address, result });

describe('the order of the rows', () => {
  it('is that in which the rig would choose, however they come', () => {
    const order = [pithead, second, umbrel, attic, bare].map(({ id }) => id);
    for (const stacks of [
      [bare, attic, umbrel, asked, pithead],
      [umbrel, pithead, bare, asked, attic],
    ]) {
      const rig = new Rig().untilFinding({ waitSeconds: 3600 });
      see(rig, ...stacks);
      expect(ids(rig)).toEqual(order);
      rig.pass(6);
      expect(rig.target?.stackId).toBe(pithead.id);
    }
  });

  it('stays when a stack stops being ready, and when one is chosen and remembered', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 3600 });
    see(rig, umbrel, second, pithead);
    const before = ids(rig);
    see(rig, { ...pithead, status: 'refused', problem: 'closed' });
    expect(ids(rig)).toEqual(before);
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: umbrel.id, password: null } });
    rig.readConfig([{ ...poolSetting, host: umbrel.host, source: 'remembered', where: REMEMBERED_FILE }]);
    expect(ids(rig)).toEqual(before);
  });

  it('begins with the pools of the config as the owner wrote them', () => {
    const rig = configured('zoo.lan', 'attic.local', 'alpha.lan');
    see(rig, pithead, attic);
    expect(ids(rig)).toEqual(['zoo.lan:3333', attic.id, 'alpha.lan:3333', pithead.id]);
    expect(rows(rig)[1]).toMatchObject({ found: 'configured', status: 'ready' });
    // The stick comes later than what was found.
    const late = new Rig().untilFinding();
    see(late, pithead, umbrel);
    late.readConfig([{ ...poolSetting, host: umbrel.host }]);
    expect(ids(late)).toEqual([umbrel.id, pithead.id]);
  });
});

describe('a stack that the owner names in another way', () => {
  it.each(['pithead', 'pithead.lan', '192.168.7.2'])('is one row as %s, the configured one', (host) => {
    const rig = configured(host);
    see(rig, attic);
    probed(rig, host, '192.168.7.2');
    see(rig, pithead);
    expect(ids(rig)).toEqual([`${host}:3333`, attic.id]);
    expect(rows(rig)[0]).toMatchObject({ found: 'configured', status: 'ready', height: pithead.height });
  });

  it('is known by its bare name or its address before it has answered', () => {
    for (const host of ['pithead', '192.168.7.2']) {
      const rig = configured(host);
      see(rig, pithead);
      expect(ids(rig)).toEqual([`${host}:3333`]);
      expect(rows(rig)[0]?.status).toBe('ready');
    }
  });

  it('is another one at another address or port', () => {
    const rig = configured('pithead');
    probed(rig, 'pithead', '10.0.0.9');
    see(rig, pithead, { ...pithead, id: 'pithead.local:4444', port: 4444 });
    expect(ids(rig)).toHaveLength(3);
  });

  it('learns what is found there, but not that it refuses a login without its password', () => {
    const rig = configured('pithead.lan');
    probed(rig, 'pithead.lan', '192.168.7.2', { ...pithead, status: 'refused', problem: 'closed' });
    see(rig, pithead);
    expect(rows(rig)).toMatchObject([{ name: 'pithead.lan', status: 'ready', problem: null }]);

    const pool = { ...poolSetting, host: 'pithead.lan', password: 'tulip' };
    const secret = new Rig().untilFinding({ pools: [pool], waitSeconds: 3600 });
    probed(secret, 'pithead.lan', '192.168.7.2');
    see(secret, { ...asked, ...pithead, status: 'needsPassword' });
    expect(rows(secret)).toMatchObject([{ status: 'ready' }]);
  });

  it('is not one that it would have to be spoken to in another way', () => {
    const rig = configured('pithead.lan');
    probed(rig, 'pithead.lan', '192.168.7.2', { ...pithead, status: 'notReady', problem: 'speaks TLS' });
    see(rig, { ...pithead, tls: true, fingerprint: 'ab'.repeat(32) });
    expect(rows(rig)).toMatchObject([{ name: 'pithead.lan', status: 'notReady', tls: false }]);
  });

  it('is one row where its address was typed', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 3600 });
    see(rig, pithead, attic);
    rig.tell({ event: 'intent', intent: { intent: 'type', address: '192.168.7.2', password: null } });
    expect(ids(rig)).toEqual(['192.168.7.2:3333', attic.id]);
  });

  it('stays in the list when discovery hears no more of it', () => {
    const rig = configured(pithead.host);
    see(rig, pithead, attic);
    rig.tell({ event: 'stackGone', id: pithead.id });
    rig.tell({ event: 'stackGone', id: attic.id });
    expect(rows(rig)).toMatchObject([{ id: pithead.id, status: 'unreachable' }]);
    expect(rows(rig)[0]?.problem).toContain('is it on?');
  });

  it('stays a row of its own while it is mined at', () => {
    const rig = new Rig().untilFinding();
    see(rig, pithead);
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    rig.untilMining();
    rig.readConfig([{ ...poolSetting, host: 'pithead' }]);
    expect(ids(rig)).toEqual(['pithead:3333', pithead.id]);
  });
});
