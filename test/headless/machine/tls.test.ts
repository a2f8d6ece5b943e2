import { describe, expect, it } from 'vitest';
import { REMEMBERED_FILE } from '../../../headless/config/remembered.ts';
import type { ProbeResult } from '../../../headless/discovery/probe.ts';
import type { Effect } from '../../../headless/machine/model.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

const PLACE = 'shed.lan:3333';
const OLD = 'ab'.repeat(32);
const secure: ProbeResult = { ...pithead, tls: true, fingerprint: OLD };
const closed: ProbeResult = { ...pithead, status: 'refused', problem: 'nothing listens there' };

const type = (rig: Rig, address: string, remember = false) =>
  rig.tell({ event: 'intent', intent: { intent: 'type', address, password: 'tulip', remember } });
const answers = (rig: Rig, result: ProbeResult, stackId = PLACE) =>
  rig.tell({ event: 'probed', stackId, address: '192.168.7.8', result });
const probes = (effects: Effect[]) => effects.filter((effect) => effect.effect === 'probe');
const kept = (effects: Effect[]) => effects.filter((effect) => effect.effect === 'rememberOnStick');

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
    expect(rig.state.messages.at(-1)?.text).toContain(OLD);
    // The order was overtaken before it was carried out: nothing else changes.
    rig.minerStarted();
    answers(rig, secure);
    expect(rig.started()).toHaveLength(2);
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

    const setting = { ...poolSetting, host: 'shed.lan', where: REMEMBERED_FILE };
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
