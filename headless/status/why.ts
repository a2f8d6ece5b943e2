/** Why the rig mines where it does, in words. Pure. */
import type { MiningTarget } from '../pool.ts';
import type { State } from '../state/model.ts';
import { sayLost } from './notes.ts';

/** Why the rig mines at `target`, in a person's words; what was guessed is told from the stacks that are known now. */
export function whyOf({ stacks }: State, { stackId, why }: MiningTarget): string {
  if (why !== null) return sayReason(why);
  const all = Object.values(stacks);
  const ready = all.filter(({ status }) => status === 'ready');
  const chosen = stacks[stackId];
  if (!chosen) return 'an automatic choice among the stacks found on this network';
  const found =
    chosen.found === 'sweep' ? 'found by asking every address of this network' : 'found on this network';
  if (all.length === 1) return `the only stack ${found}`;
  if (ready.length === 1 && chosen.status === 'ready')
    return `the only one of ${all.length} stacks that is ready`;
  if (ready.length === all.length || chosen.status !== 'ready')
    return `automatic choice: one of ${all.length} stacks ${found}`;
  return `automatic choice: one of ${ready.length} ready stacks ${found}`;
}

function sayReason(why: NonNullable<MiningTarget['why']>): string {
  switch (why.reason) {
    case 'set':
      return `set in ${why.where}`;
    case 'remembered':
      return 'chosen at the rig and remembered on the stick';
    case 'chosen':
      return 'chosen at this console';
    case 'left':
      return `automatic choice, after ${why.place} ${sayLost(why.failing)}`;
  }
}
