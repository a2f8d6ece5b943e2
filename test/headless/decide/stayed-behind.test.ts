import { describe, expect, it } from 'vitest';
import type { Stack } from '../../../headless/snapshot.ts';
import { BEHIND } from '../../../headless/status/stacks.ts';
import { attic, pithead, poolSetting, Rig } from '../rig.ts';
import { FORK, forked, job, mining, shown } from './fork-rig.ts';

describe('a stack that stayed behind', () => {
  it('is named with what to update, and comes after the others', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK + 3 } });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    const row = shown(rig).stacks.find(({ id }) => id === pithead.id);
    expect(row).toMatchObject({ status: 'ready', outdated: true, problem: BEHIND });
    rig.pass(10);
    expect(rig.minesAt()).toBe('attic.local');
  });

  it('is mined at all the same where there is nothing else', () => {
    const rig = mining([forked({ ...attic, status: 'notReady' })]);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
  });

  it('has ten minutes to follow where its height says nothing, and none where it does', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK } });
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(true);
    rig.tell({ event: 'stackSeen', stack: forked(pithead) });
    expect(rig.state.stacks[pithead.id]).toMatchObject({ outdated: false, problem: null });
  });

  it('is left, where it was but a guess, for one that went over', () => {
    const rig = mining([attic]);
    const asked = rig.pass(3700);
    expect(asked).toContainEqual({ effect: 'lookAgain', except: [pithead.id] });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    job(rig, 'rx/0', 3_500_008);
    expect(rig.minesAt()).toBe('pithead.local');
    rig.pass(601);
    job(rig, 'rx/0', 3_500_008);
    expect(shown(rig).doing).toContain('hands out RandomX v1, which Monero has left');
    expect(shown(rig).messages).toContainEqual({
      level: 'warning',
      where: 'pithead.local:3333',
      text: BEHIND,
    });
    rig.pass(61);
    const [probe] = job(rig, 'rx/0', 3_500_008).filter(({ effect }) => effect === 'probe');
    expect(probe).toMatchObject({ stackId: attic.id });
    const result = { ...forked(attic), latencyMs: 1 };
    rig.tell({ event: 'probed', stackId: attic.id, address: attic.address, result });
    expect(rig.minesAt()).toBe('attic.local');
    expect(shown(rig).messages.at(-1)?.text).toContain('stayed behind with RandomX v1');
  });

  it('is kept and named where its owner chose it', () => {
    const pool = { ...poolSetting, host: 'pithead.local' };
    const rig = new Rig().untilFinding({ pools: [pool] });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', FORK, { pool: 'pithead.local:3333' });
    for (let minute = 0; minute < 30; minute += 1) {
      rig.pass(60);
      job(rig, 'rx/0', FORK + minute, { pool: 'pithead.local:3333' });
    }
    expect(rig.minesAt()).toBe('pithead.local');
    expect(shown(rig).messages).toEqual([
      { level: 'warning', where: pool.where, text: `pithead.local:3333: ${BEHIND}` },
    ]);
  });

  it('is passed over for the first pool behind it that went over, and not tried again before it did', () => {
    const pools = ['pool.lan', 'second.lan', 'third.lan'].map((host) => ({ ...poolSetting, host }));
    const rig = new Rig().untilFinding({ pools });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    const probed = (id: string, stack: Stack) =>
      rig.tell({ event: 'probed', stackId: id, address: '192.168.7.9', result: { ...stack, latencyMs: 1 } });
    probed('pool.lan:3333', { ...pithead, height: 3_500_008 });
    probed('second.lan:3333', { ...pithead, height: 3_500_008 });
    probed('third.lan:3333', forked(attic));
    rig.pass(601);
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    expect(rig.started().at(-1)?.target.lead).toBe(2);

    rig.minerStarted();
    const starts = rig.started().length;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      rig.pass(60);
      job(rig, 'rx/2', FORK + minute, { pool: 'third.lan:3333' });
    }
    expect(rig.started()).toHaveLength(starts);
    probed('pool.lan:3333', forked(pithead, FORK + 1440));
    job(rig, 'rx/2', FORK + 1441, { pool: 'third.lan:3333' });
    expect(rig.started().at(-1)?.target.lead).toBe(0);
  });

  it('is no reason to start XMRig again where it is the failover of one that went over', () => {
    const pools = ['pool.lan', 'second.lan'].map((host) => ({ ...poolSetting, host }));
    const rig = new Rig().untilFinding({ pools });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/2', FORK, { pool: 'pool.lan:3333' });
    const probed = (id: string, stack: Stack) =>
      rig.tell({ event: 'probed', stackId: id, address: '192.168.7.9', result: { ...stack, latencyMs: 1 } });
    probed('pool.lan:3333', forked(pithead));
    probed('second.lan:3333', { ...attic, height: FORK });
    const starts = rig.started().length;
    for (let times = 0; times < 60; times += 1) {
      rig.pass(2);
      job(rig, 'rx/0', FORK, { pool: 'second.lan:3333' });
    }
    expect(rig.started()).toHaveLength(starts);
    expect(shown(rig).doing).toContain('hands out RandomX v1');
  });

  it('keeps its words over a look that says the same again', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    for (let times = 0; times < 2; times += 1) {
      rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK + 3 } });
      expect(shown(rig).stacks.find(({ id }) => id === pithead.id)).toMatchObject({
        outdated: true,
        problem: BEHIND,
      });
    }
    rig.tell({
      event: 'probed',
      stackId: pithead.id,
      address: pithead.address,
      result: { ...pithead, height: FORK + 3, latencyMs: 1 },
    });
    expect(shown(rig).stacks.find(({ id }) => id === pithead.id)).toMatchObject({
      outdated: true,
      problem: BEHIND,
    });
  });

  it('is so no longer six hours after the last work for v2 was gone', () => {
    const rig = mining([forked(attic)]);
    job(rig, 'rx/0', FORK);
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(true);
    rig.tell({ event: 'stackGone', id: attic.id });
    rig.pass(6 * 3600 + 1);
    expect(rig.state.fork.v2).toBeNull();
    expect(rig.state.stacks[pithead.id]).toMatchObject({ outdated: false, problem: null });
  });

  it('is not asked for strangers where its owner named the place', () => {
    const rig = new Rig().untilFinding({ pools: [{ ...poolSetting, host: 'pithead.local' }] });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', 3_500_001, { pool: 'pithead.local:3333' });
    expect(rig.pass(3700).filter(({ effect }) => effect === 'lookAgain')).toEqual([]);
  });

  it('is not believed of a test network, whose heights are others', () => {
    const rig = mining([forked(attic, 2_900_000)]);
    rig.pass(3700);
    job(rig, 'rx/0', 3_500_050);
    expect(rig.state.fork.v2).toBeNull();
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
  });
});
