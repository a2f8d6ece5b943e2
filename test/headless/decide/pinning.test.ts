import { describe, expect, it } from 'vitest';
import { REMEMBERED_FILE } from '../../../headless/config/remembered.ts';
import type { ProbeResult } from '../../../headless/discovery/probe.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const PLACE = 'shed.lan:3333';
const OLD = 'ab'.repeat(32);
const NEW = 'cd'.repeat(32);
const secure: ProbeResult = { ...pithead, tls: true, fingerprint: OLD };
const closed: ProbeResult = { ...pithead, status: 'refused', problem: 'nothing listens there' };

const type = (rig: Rig, address: string, remember = false) =>
  rig.tell({ event: 'intent', intent: { intent: 'type', address, password: 'tulip', remember } });
const answers = (rig: Rig, result: ProbeResult, stackId = PLACE) =>
  rig.tell({ event: 'probed', stackId, address: '192.168.7.8', result });
const probes = (effects: Effect[]) => effects.filter((effect) => effect.effect === 'probe');
const kept = (effects: Effect[]) => effects.filter((effect) => effect.effect === 'saveChoice');

describe('a place of which nobody has said whether it speaks TLS', () => {
  it('is asked both ways when it was typed, and mined at with TLS and the certificate it showed', () => {
    const rig = new Rig().untilFinding();
    expect(probes(type(rig, 'shed.lan'))).toMatchObject([{ stackId: PLACE, open: true }]);
    rig.minerStarted();
    answers(rig, secure);
    expect(rig.started().at(-1)?.target.pools).toMatchObject([
      { host: 'shed.lan', tls: true, fingerprint: OLD, password: 'tulip' },
    ]);
    expect(rig.state.stacks[PLACE]).toMatchObject({ status: 'ready', tls: true, fingerprint: OLD });
    expect(rig.messages.at(-1)?.text).toContain(OLD);
    // The order was overtaken before it was carried out: nothing else changes.
    rig.minerStarted();
    answers(rig, secure);
    expect(rig.started()).toHaveLength(2);
  });

  it('is mined at under the name of the rig, also when it was typed before that was known', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    rig.tell({ event: 'adoptionChecked', session: null, pid: null });
    const intent = { intent: 'type', address: 'shed.lan', password: 'tulip' } as const;
    expect(probes(rig.tell({ event: 'intent', intent }))).toEqual([]);
    rig.readConfig([]);
    rig.readRig();
    rig.tuned();
    expect(rig.started().at(-1)?.target.pools).toMatchObject([{ host: 'shed.lan', user: 'rig-0a1b2c' }]);
    rig.minerStarted();
    answers(rig, secure);
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, user: 'rig-0a1b2c' });
  });

  it('is found to speak it also when it comes up only later', () => {
    const rig = new Rig().untilFinding();
    type(rig, 'shed.lan');
    rig.minerStarted();
    answers(rig, closed);
    expect(rig.state.stacks[PLACE]?.tls).toBe(false);
    rig.pass(31);
    rig.tell({ event: 'minerStatus', pid: 42, summary: null });
    answers(rig, { ...secure, status: 'notReady', problem: 'no work yet' });
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint: OLD });
  });

  it('is remembered as it was found, on the day it was typed and later', () => {
    const rig = new Rig().untilFinding();
    const [first] = kept(type(rig, 'shed.lan', true));
    expect(first?.pool).toMatchObject({ host: 'shed.lan', tls: false, password: 'tulip' });
    const [second] = kept(answers(rig, secure));
    expect(second).toMatchObject({
      pool: { tls: true, fingerprint: OLD },
      poolsHash: first?.poolsHash,
    });

    const setting = {
      ...poolSetting,
      host: 'shed.lan',
      source: 'remembered' as const,
      where: REMEMBERED_FILE,
    };
    const next = new Rig().untilFinding({ pools: [setting], waitSeconds: 0 });
    expect(probes(next.effects)).toMatchObject([{ stackId: PLACE, open: true }]);
    next.minerStarted();
    expect(kept(answers(next, secure))).toMatchObject([{ pool: { tls: true, fingerprint: OLD } }]);
    expect(next.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint: OLD });
  });

  it('is not one that the config files name', () => {
    const setting = { ...poolSetting, host: 'shed.lan' };
    const rig = new Rig().untilFinding({ pools: [setting], waitSeconds: 0 });
    expect(probes(rig.effects)).toMatchObject([{ stackId: PLACE, open: false }]);
    rig.minerStarted();
    answers(rig, secure);
    expect(rig.started()).toHaveLength(1);
  });

  it('keeps TLS where the address said so', () => {
    const rig = new Rig().untilFinding();
    type(rig, 'stratum+ssl://shed.lan');
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint: null });
    answers(rig, secure);
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint: OLD });
  });
});

describe('a stack with TLS that comes back with another certificate', () => {
  const found = { ...pithead, tls: true, fingerprint: OLD };
  const changed = { ...found, fingerprint: NEW };
  const stranger: ProbeResult = { ...changed, kind: 'unknown', status: 'notReady', problem: 'a stranger' };
  const row = (rig: Rig) => rig.state.stacks[pithead.id];

  /** Minutes without a connection, each look at the stack answered. Returns what was asked of `pithead` last. */
  const passDead = (rig: Rig, minutes: number, answer: ProbeResult = stranger) => {
    let last: ReturnType<typeof probes>[number] | undefined;
    for (let look = 0; look < minutes * 6; look += 1) {
      const down = summary({ connectedMs: 0, hashrate: 0 });
      const asked = probes(rig.tell({ event: 'minerStatus', pid: 42, summary: down }));
      last = asked.find(({ stackId }) => stackId === pithead.id) ?? last;
      if (asked.length > 0)
        rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: answer });
      rig.pass(10);
    }
    return last;
  };
  const guessing = () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: found });
    rig.pass(5);
    return rig.untilMining();
  };
  const choose = (rig: Rig) =>
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });

  it('is mined at again after ten minutes where it was a guess', () => {
    const rig = guessing();
    const asked = passDead(rig, 9);
    expect(asked).toMatchObject({ open: false, pool: { tls: true, fingerprint: OLD } });
    rig.tell({ event: 'stackSeen', stack: changed });
    expect(row(rig)).toMatchObject({
      status: 'notReady',
      doubt: 'changedGuess',
    });
    expect(rig.started()).toHaveLength(1);
    expect(passDead(rig, 2)).toMatchObject({ open: true, pool: { tls: false, fingerprint: null } });
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: changed });
    expect(rig.started().at(-1)?.target).toMatchObject({
      source: 'discovery',
      pools: [{ tls: true, fingerprint: NEW }],
    });
    expect(rig.messages.at(-1)?.text).toContain('with a different TLS certificate');
    expect(row(rig)).toMatchObject({ status: 'ready', problem: null });
  });

  it('is left for another that is ready', () => {
    const rig = guessing();
    rig.tell({ event: 'stackSeen', stack: attic });
    passDead(rig, 11);
    rig.tell({ event: 'probed', stackId: attic.id, address: attic.address, result: attic });
    expect(rig.minesAt()).toBe('attic.local');
  });

  it('is mined at again without TLS where that is all there is now', () => {
    const rig = guessing();
    passDead(rig, 11, { ...pithead, status: 'refused', problem: 'closed' });
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: pithead });
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: false, fingerprint: null });
  });

  it('is not followed where a person chose it, says why, and is taken as it is when it is chosen again', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: found });
    choose(rig);
    rig.untilMining();
    expect(passDead(rig, 60)).toMatchObject({ open: false, pool: { fingerprint: OLD } });
    rig.tell({ event: 'stackSeen', stack: { ...changed, address: '192.168.7.9' } });
    expect(rig.started()).toHaveLength(1);
    expect(doing(rig.state)).toContain('TLS certificate has changed since you chose it');
    choose(rig);
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint: NEW });
  });

  it('is not followed where it is configured or remembered; what was remembered can be chosen anew', () => {
    const setting = { ...poolSetting, host: pithead.host, tls: true, fingerprint: OLD, password: 'tulip' };
    const configured = new Rig().untilFinding({ pools: [setting], waitSeconds: 0 }).untilMining();
    passDead(configured, 60);
    expect(configured.started()).toHaveLength(1);
    expect(row(configured)?.doubt).toBe('notTheOwners');
    choose(configured);
    expect(configured.started().at(-1)?.target.pools[0]).toMatchObject({ fingerprint: OLD });

    const remembered = new Rig().untilFinding({
      pools: [{ ...setting, source: 'remembered', where: REMEMBERED_FILE }],
      waitSeconds: 0,
    });
    remembered.untilMining();
    passDead(remembered, 60);
    expect(remembered.started()).toHaveLength(1);
    expect(row(remembered)?.doubt).toBe('changedSinceChoice');
    choose(remembered);
    expect(remembered.started().at(-1)?.target.pools[0]).toMatchObject({
      fingerprint: NEW,
      password: 'tulip',
    });
  });
});
