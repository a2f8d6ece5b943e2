import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import type { News } from '../../../headless/engine.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

const HOME_BY_NAME = { ...poolSetting, host: 'stack.example.org' };
const ID = 'stack.example.org:3333';
const unknown = {
  ...pithead,
  kind: 'unknown',
  status: 'unreachable',
  problem: 'nobody knows the name',
} as const;

describe('a stick that is there and cannot be read', () => {
  const config = readOwnerConfig({ cmdline: '', files: [] });
  const trouble = { level: 'warning', where: 'config partition', text: 'cannot read /dev/sdb3' } as const;

  it('takes nothing back, and its trouble is told', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 3600 });
    rig.tell({
      event: 'configRead',
      config: { ...config, messages: [trouble] },
      stickPresent: true,
      stickRead: false,
    });
    expect(rig.state.config).toMatchObject({ pools: [poolSetting], waitSeconds: 3600 });
    expect(snapshotOf(rig.state, { version: '0', commit: '0' }).messages).toContainEqual(trouble);
    rig.readConfig([{ ...poolSetting, host: 'other.lan' }], 0);
    expect(rig.minesAt()).toBe('other.lan');
  });

  it('holds nothing up when the machine starts', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    rig.tell({ event: 'adoptionChecked', session: null, pid: null });
    rig.tell({ event: 'configRead', config, stickPresent: true, stickRead: false });
    rig.readRig();
    expect(rig.stage).toBe('tuning');
  });
});

describe('a config that is read again', () => {
  const asks = (effects: Effect[]) => effects.filter(({ effect }) => effect === 'probe').length;

  it('logs in at its pools only when they are others than before', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    expect(asks(rig.effects)).toBe(1);
    expect(asks(rig.readConfig([poolSetting], 0))).toBe(0);
    expect(asks(rig.readConfig([{ ...poolSetting, user: 'me' }], 0))).toBe(1);
  });
});

describe('a name that nobody knew', () => {
  const probes = (rig: Rig, seconds: number) =>
    rig.pass(seconds).filter((one) => one.effect === 'probe' && one.stackId === ID);

  it('is asked for again until the network knows it: it may lead home, where no wallet is needed', () => {
    const rig = new Rig().untilFinding({ pools: [HOME_BY_NAME], waitSeconds: 0 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      rig.tell({ event: 'probed', stackId: ID, address: null, result: unknown });
      rig.tell({ event: 'probed', stackId: ID, address: null, result: unknown });
      expect(probes(rig, 30)).toHaveLength(1);
    }
    expect(rig.started()).toEqual([]);
    rig.tell({ event: 'probed', stackId: ID, address: '192.168.7.9', result: pithead });
    expect(rig.minesAt()).toBe('stack.example.org');
    expect(probes(rig, 30)).toEqual([]);
  });

  it('is left to the failover once XMRig was started', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting, HOME_BY_NAME], waitSeconds: 0 });
    expect(rig.minesAt()).toBe('pool.lan');
    rig.tell({ event: 'probed', stackId: ID, address: null, result: unknown });
    expect(probes(rig, 30)).toEqual([]);
  });
});

describe('a stack that wants a password', () => {
  const asked = { ...pithead, status: 'needsPassword', problem: 'wants a password' } as const;
  const statusOf = (rig: Rig) => rig.state.stacks[pithead.id]?.status;

  it('does not say so of one that has the password from its owner', () => {
    const pool = { ...poolSetting, host: pithead.host, password: 'secret' };
    const rig = new Rig().untilFinding({ pools: [pool], waitSeconds: 3600 });
    rig.tell({ event: 'probed', stackId: pithead.id, address: pithead.address, result: pithead });
    rig.tell({ event: 'stackSeen', stack: asked });
    expect(rig.state.stacks[pithead.id]).toMatchObject({ status: 'ready', problem: null });
    const wrong = { ...asked, problem: 'wrong password' };
    rig.tell({ event: 'probed', stackId: pithead.id, address: pithead.address, result: wrong });
    expect(statusOf(rig)).toBe('needsPassword');
  });

  it('does not say so of one that has it from a person', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: asked });
    rig.tell({
      event: 'intent',
      intent: { intent: 'choose', stackId: pithead.id, password: 'secret', remember: false },
    });
    rig.untilMining();
    expect(statusOf(rig)).toBe('ready');
    rig.tell({ event: 'stackSeen', stack: { ...asked, latencyMs: 9 } });
    expect(statusOf(rig)).toBe('ready');
  });

  it('tells at once that the password is wrong, under its name, and where to type it again', () => {
    const named = { ...asked, name: 'Attic' };
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: named });
    const effects = rig.tell({
      event: 'intent',
      intent: { intent: 'choose', stackId: pithead.id, password: 'wrong' },
    });
    expect(effects).toContainEqual(
      expect.objectContaining({ effect: 'probe', pool: expect.objectContaining({ password: 'wrong' }) }),
    );
    expect(rig.state.stacks[pithead.id]).toMatchObject({ status: 'probing', problem: null });
    rig.minerStarted();
    const wrong = { ...named, problem: 'wrong password' };
    rig.tell({ event: 'probed', stackId: pithead.id, address: pithead.address, result: wrong });
    expect(doing(rig.state)).toBe(
      'pithead.local:3333: wrong password; enter its password on screen 2 (Stacks), or set pass= in rigforge.conf',
    );
    const refusal = { problem: 'refused', pool: '192.168.7.2:3333', said: 'Permission denied' } as const;
    const problem = { ...refusal, wantsPassword: true };
    rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem } });
    expect(rig.messages.at(-1)?.text).toBe(
      'Attic (pithead.local:3333) refused the login: "Permission denied"; enter its password on screen 2 (Stacks), or set pass= in rigforge.conf',
    );
    rig.untilMining();
    expect(rig.messages).toEqual([]);
  });

  it('says so of one that was chosen without', () => {
    const rig = new Rig().untilFinding({
      pools: [{ ...poolSetting, host: pithead.host }],
      waitSeconds: 3600,
    });
    rig.tell({ event: 'stackSeen', stack: asked });
    expect(statusOf(rig)).toBe('needsPassword');
  });
});

describe('messages that are over', () => {
  const type = (address: string): News => ({
    event: 'intent',
    intent: { intent: 'type', address, password: null },
  });
  const refused = {
    phase: null,
    height: null,
    problem: { problem: 'shareRejected', said: 'stale' },
  } as const;
  const places = (rig: Rig) =>
    snapshotOf(rig.state, { version: '', commit: '' }).messages.map(({ where }) => where);

  it('go with the next typed address: the complaint about the last one, and what was said of the place left', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const dead = { ...pithead, status: 'unreachable', problem: 'nobody answers' } as const;
    rig.tell({ event: 'minerLog', fact: refused });
    rig.tell({ event: 'probed', stackId: 'pool.lan:3333', address: null, result: dead });
    rig.tell(type('pool.lan:0'));
    expect(places(rig)).toEqual([poolSetting.where, 'XMRig', 'typed address']);
    rig.tell(type('pool.lan:70000'));
    expect(places(rig)).toEqual([poolSetting.where, 'XMRig', 'typed address']);
    rig.tell(type('other.lan'));
    expect(places(rig)).toEqual([]);
  });

  it('stay while the rig stays where they are from', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    rig.tell({ event: 'minerLog', fact: refused });
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    rig.tell({ event: 'intent', intent: { intent: 'resume' } });
    expect(places(rig)).toEqual(['XMRig']);
  });
});
