/** What the engine's log says of a step: what a person reading it afterwards wants to know. Pure. */
import type { Message } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { poolName } from '../state/pools.ts';
import { networkTrouble } from './network-trouble.ts';
import { sayNote } from './notes.ts';
import { sayRestart } from './restarts.ts';
import { doing } from './status-line.ts';
import { whyOf } from './why.ts';

export type Said = Pick<Message, 'level' | 'text'>;

/** New stages, targets, pauses, cables and addresses, and messages; counters and countdowns are no news. */
export function narrate(before: State, after: State): Said[] {
  const said: Said[] = [];
  if (JSON.stringify(before.links) !== JSON.stringify(after.links)) said.push(network(after));
  const { target } = after;
  const reason = target ? whyOf(after, target) : null;
  // Stacks come and go for ever: how good the guess is matters until the rig has gone there.
  const isRetold = after.stage === 'offering' && before.target && reason !== whyOf(before, before.target);
  if (target && (before.target?.stackId !== target.stackId || isRetold)) {
    said.push({ level: 'info', text: `Where to mine: ${poolName(after, 0)}, ${reason}` });
  }
  if (phaseOf(before) !== phaseOf(after)) said.push({ level: 'info', text: doing(after) });
  const known = before.notes.map((note) => JSON.stringify(note));
  for (const note of after.notes) {
    // XMRig's lines are in the log already.
    if (note.note === 'minerProblem' || known.includes(JSON.stringify(note))) continue;
    const { level, where, text } = sayNote(note);
    said.push({ level, text: `${where}: ${text}` });
  }
  const why = after.miner?.restartReason ?? null;
  const isRestarted = (after.miner?.failures ?? 0) > (before.miner?.failures ?? 0);
  if (isRestarted && why) said.push({ level: 'warning', text: `${sayRestart(why)}: started it again` });
  return said;
}

function phaseOf({ stage, pausedUntil, power }: State): string {
  return [stage, pausedUntil === null ? '' : 'paused', power].join(' ');
}

function network(state: State): Said {
  const trouble = networkTrouble(state);
  if (trouble) return { level: 'warning', text: trouble };
  const links = state.links.filter(({ addresses }) => addresses.length > 0);
  const text = links.map(({ name, addresses }) => `${name} ${addresses.join(' ')}`).join(', ');
  return { level: 'info', text: `Network: ${text}` };
}
