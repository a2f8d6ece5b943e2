import { expect, it } from 'vitest';
import type { Effect } from '../../../headless/state/effect.ts';
import { poolSetting, Rig } from '../rig.ts';

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
    expect(rig.pass(9)).not.toContainEqual(effect);
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
