/** Stacks and rigs as most faults meet them, and what many of them do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../stack/settings.ts';
import type { Rig, RigPlan } from './rig.ts';
import type { Scene } from './scene.ts';
import type { StackPlan } from './stack.ts';

/** What people have: one stack with a name of its own. */
export const HOME: StackPlan = { address: '10.77.0.5', name: 'pithead' };
export const SPARE: StackPlan = { address: '10.77.0.6', name: 'p2pool', options: ['--kind', 'p2pool'] };

export const ONE = { home: HOME };
export const TWO = { home: HOME, spare: SPARE };

/** The owner's line for one pool, or for two in this order. */
export const NAMED: RigPlan = { cmdline: 'rigforge.pool=pithead.local rigforge.wait=0' };
export const BY_ADDRESS: RigPlan = {
  cmdline: 'rigforge.pool=10.77.0.5 rigforge.discovery=no rigforge.wait=0',
};
export const LIST: RigPlan = {
  cmdline: 'rigforge.pool=10.77.0.5,10.77.0.6 rigforge.discovery=no rigforge.wait=0',
};

export const seconds = (count: number) => sleep(count * 1000);

/** Waits for what no window shows. */
export async function until(what: string, isSo: () => boolean, limit = 180): Promise<void> {
  const end = performance.now() + limit * 1000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not within ${limit} s: ${what}`);
    await sleep(50);
  }
}

/** Ends XMRig, and waits until it runs again. */
export async function killXmrig({ xmrig }: Rig): Promise<void> {
  const { starts } = xmrig;
  xmrig.kill('SIGKILL');
  await until('XMRig is started again', () => xmrig.starts > starts);
}

/** Ends the engine, and waits until it shows something again. */
export async function killEngine({ engine, console }: Rig): Promise<void> {
  const { starts } = engine;
  engine.kill('SIGKILL');
  await until('the engine is started again', () => engine.starts > starts);
  await console.until('the engine shows something', () => true, 60);
}

/** A stack goes wrong in this way, or right again. */
export function goes(fault: Settings['fault'], stack = 'home') {
  return (scene: Scene) => scene.stack(stack).set({ fault });
}
