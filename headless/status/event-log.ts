/** What the engine's log says of a step: what a person reading it afterwards wants to know. Pure. */
import type { Message } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { minerOf, pausedUntil, stageOf, targetOf } from '../state/phase.ts';
import { poolName } from '../state/pools.ts';
import { strangerMessages } from './messages.ts';
import { networkTrouble } from './network-trouble.ts';
import { sayNote } from './notes.ts';
import { sayEnded, sayRestart } from './restarts.ts';
import { doing } from './status-line.ts';
import { whyOf } from './why.ts';

export type Said = Pick<Message, 'level' | 'text'>;

/** New stages, targets, pauses, cables and addresses, and messages; counters and countdowns are no news. */
export function narrate(before: State, after: State): Said[] {
  const said: Said[] = [];
  if (JSON.stringify(before.links) !== JSON.stringify(after.links)) said.push(network(after));
  const [earlier, target] = [targetOf(before), targetOf(after)];
  const reason = target ? whyOf(after, target) : null;
  // Stacks come and go for ever: how good the guess is matters until the rig has gone there.
  const isRetold = after.phase.phase === 'offering' && earlier && reason !== whyOf(before, earlier);
  if (target && (earlier?.stackId !== target.stackId || isRetold)) {
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
  if (before.strangers !== after.strangers || earlier?.pools !== target?.pools) {
    const told = strangerMessages(before).map(({ text }) => text);
    const news = strangerMessages(after).filter(({ text }) => !told.includes(text));
    said.push(...news.map(({ level, where, text }) => ({ level, text: `${where}: ${text}` })));
  }
  const restarts = minerOf(after)?.restarts;
  const why = restarts?.reason ?? null;
  const ended = restarts?.ended ?? null;
  if (ended !== null && minerOf(before)?.restarts.ended !== ended)
    said.push({ level: 'warning', text: sayEnded(ended) });
  const isRestarted = (restarts?.failures ?? 0) > (minerOf(before)?.restarts.failures ?? 0);
  if (isRestarted && why) said.push({ level: 'warning', text: `${sayRestart(why)}: restarted it` });
  return said;
}

function phaseOf(state: State): string {
  return [stageOf(state), pausedUntil(state) === null ? '' : 'paused', state.power].join(' ');
}

function network(state: State): Said {
  const trouble = networkTrouble(state);
  if (trouble) return { level: 'warning', text: trouble };
  const links = state.links.filter(({ addresses }) => addresses.length > 0);
  const text = links.map(({ name, addresses }) => `${name} ${addresses.join(' ')}`).join(', ');
  return { level: 'info', text: `Network: ${text}` };
}
