import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

it.each<[Effect['effect'], string]>([
  ['readRig', 'reading this machine'],
  ['readConfig', 'reading the config'],
  ['checkAdoption', 'looking for a running XMRig'],
  ['tune', 'tuning'],
  ['discover', 'looking for stacks'],
])('%s that failed is tried again until it works, and complains no longer', (kind, what) => {
  const rig = new Rig().untilFinding();
  const effect = rig.effects.find((one) => one.effect === kind);
  expect(effect).toBeDefined();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    rig.fails(kind, 'EIO');
    expect(rig.messages).toEqual([{ level: 'error', where: what, text: 'EIO' }]);
    const seconds = attempt < 2 ? 10 : 60;
    expect(rig.pass(seconds - 1)).not.toContainEqual(effect);
    expect(rig.pass(1)).toContainEqual(effect);
  }
  expect(rig.pass(60)).not.toContainEqual(effect);
  expect(rig.messages).toEqual([]);
});

it('goes on by itself when the machine could be read at last', () => {
  const rig = new Rig();
  rig.tell({ event: 'started' });
  rig.fails('readRig', 'EIO');
  rig.tell({ event: 'adoptionChecked', session: null, pid: null });
  rig.readConfig([poolSetting], 0);
  rig.pass(3600);
  expect(rig.stage).toBe('checking');
  rig.readRig();
  rig.tuned();
  expect(rig.minesAt()).toBe('pool.lan');
});

it('does not repeat what other rules see to', () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
  rig.fails('startMiner', 'EIO');
  expect(rig.state.retries).toEqual([]);
  expect(rig.miner?.process.ordered).toBe(false);
});

describe('an answer of the start that cannot be had', () => {
  /** Has an effect fail as often as it is asked for, for a while. */
  function without(kind: Effect['effect'], seconds = 120): Rig {
    const rig = new Rig();
    let failed = 0;
    const asked = () => rig.effects.filter((one) => one.effect === kind).length;
    rig.tell({ event: 'started' });
    for (let second = 0; second < seconds; second += 1) {
      if (asked() > failed) rig.fails(kind, 'no answer within 60 s');
      failed = Math.max(failed, asked());
      if (second === 0) {
        if (kind !== 'checkAdoption') rig.tell({ event: 'adoptionChecked', session: null, pid: null });
        if (kind !== 'readConfig') rig.readConfig([], 0);
        rig.readRig();
        if (kind !== 'tune') rig.tuned();
      }
      // A search that begins anew finds it again.
      if (rig.stage === 'finding') rig.tell({ event: 'stackSeen', stack: pithead });
      if (rig.stage === 'tuning' && kind !== 'tune') rig.tuned();
      rig.pass(1);
    }
    return rig;
  }

  it.each<Effect['effect']>(['checkAdoption', 'readConfig', 'tune'])(
    '(%s) is done without after three tries: the rig mines, and says what is missing',
    (kind) => {
      const rig = without(kind);
      expect(rig.minesAt()).toBe('pithead.local');
      expect(rig.messages.map(({ text }) => text)).toContain('no answer within 60 s');
    },
  );

  it('mines in fast mode where there is memory for it, with nothing of the machine changed', () => {
    const rig = without('tune');
    expect(rig.started()[0]?.xmrig).toEqual({ mode: 'fast', oneGbPages: false, numa: false, threads: null });
    expect(rig.pass(3600).filter(({ effect }) => effect === 'tune')).toEqual([]);
  });

  it('is taken when it comes at last: the pool on the stick', () => {
    const rig = without('readConfig');
    rig.tell({ event: 'worked', effect: 'readConfig' });
    rig.readConfig([poolSetting], 0);
    expect(rig.minesAt()).toBe('pool.lan');
    expect(rig.messages).toEqual([]);
  });
});

it('reads a stick again that is there and could not be read', () => {
  const rig = new Rig().untilFinding();
  const config = { ...readOwnerConfig({ cmdline: '', files: [] }), waitSeconds: 0 };
  rig.tell({ event: 'configRead', config, stickPresent: true, stickRead: false });
  const reads = () => rig.pass(120).filter(({ effect }) => effect === 'readConfig').length;
  expect(reads()).toBe(1);
  rig.tell({ event: 'configRead', config, stickPresent: true, stickRead: false });
  expect(reads()).toBe(1);
  rig.readConfig([poolSetting]);
  expect(reads()).toBe(0);
});

it('stops an XMRig that could not be stopped, unless mining goes on', () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
  rig.tell({ event: 'intent', intent: { intent: 'pause' } });
  rig.fails('stopMiner', 'EIO');
  expect(rig.pass(10)).toContainEqual({ effect: 'stopMiner' });
  rig.fails('stopMiner', 'EIO');
  rig.tell({ event: 'intent', intent: { intent: 'resume' } });
  expect(rig.pass(60)).not.toContainEqual({ effect: 'stopMiner' });
  expect(rig.messages).toEqual([]);
});
