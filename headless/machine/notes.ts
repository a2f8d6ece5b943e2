/** The engine's own messages and what XMRig's log tells about its phase. Pure. */
import { type MinerLogFact, UNUSABLE } from '../miner/log.ts';
import type { Message } from '../snapshot.ts';
import type { MiningPool, State } from './model.ts';
import { poolName, stackName } from './pools.ts';
import { withFindings } from './wrong-hashes.ts';

/** More would push the older ones off any screen. */
const MOST_MESSAGES = 8;

/** What to do about a password that is wrong or missing. */
export const PASSWORD_CURE = 'type its password at 2 Stacks, or set pass= in rigforge.conf';

/** Where the answers to what a person asked say they come from. */
const ANSWERS = ['typed address', 'your choice', 'stacks', 'pause'];

/** Adds a message; the same words from the same place stand once, newest last. */
export function noteLine(state: State, message: Message): State {
  const others = state.messages.filter((old) => old.where !== message.where || old.text !== message.text);
  return { ...state, messages: [...others, message].slice(-MOST_MESSAGES) };
}

/** Forgets what earlier choices at the console were told. */
export function withoutAnswers(state: State): State {
  return { ...state, messages: state.messages.filter(({ where }) => !ANSWERS.includes(where)) };
}

/** Forgets what was said of the place that is mined at: somebody chose anew. */
export function withoutPlace(state: State): State {
  const places = (state.target?.pools ?? []).map((_, index) => poolName(state, index));
  const stale = ['XMRig', ...places];
  return { ...state, messages: state.messages.filter(({ where }) => !stale.includes(where)) };
}

/** Forgets that a pool refused the login: it works now. */
export function withoutRefusal(state: State, index: number): State {
  const place = stackName(state, index);
  const isRefusal = ({ text }: Message) =>
    text.startsWith(`${place} refused the login`) || text.startsWith(`${place} ${UNUSABLE}`);
  if (!state.messages.some(isRefusal)) return state;
  return { ...state, messages: state.messages.filter((message) => !isRefusal(message)) };
}

/** Keeps what the log said last: the phase of the start, the height of the job, why the pool refused. */
export function phaseAfter(state: State, fact: MinerLogFact): State {
  if (!state.miner) return state;
  const found = withFindings(state.miner, fact);
  const miner = {
    ...found,
    phase: fact.phase ?? state.miner.phase,
    phaseSince: fact.phase !== null && fact.phase !== state.miner.phase ? state.now : state.miner.phaseSince,
    height: fact.height ?? state.miner.height,
    heightFor: fact.height === null ? state.miner.heightFor : (fact.algorithm ?? null),
  };
  const next = { ...state, miner };
  if (!fact.problem) return next;
  return noteLine(next, { level: 'warning', where: 'XMRig', text: inNames(next, fact.problem) });
}

/** XMRig knows a pool by its address, a person by its name; and what can be done about a password is done in one place. */
function inNames(state: State, problem: string): string {
  const index = state.target?.pools.findIndex((pool) => problem.startsWith(`${spelt(pool)} `)) ?? -1;
  const pool = state.target?.pools[index];
  const named = pool ? stackName(state, index) + problem.slice(spelt(pool).length) : problem;
  return /permission denied/i.test(problem) ? `${named}; ${PASSWORD_CURE}` : named;
}

/** As XMRig is given it, and says it. */
function spelt({ host, address, port }: MiningPool): string {
  return `${address ?? host}:${port}`;
}
