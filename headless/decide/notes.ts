/** The engine's own notes to a person, and what XMRig's log tells about its phase. Pure. */
import type { MinerLogFact, MinerProblem } from '../miner/log.ts';
import type { MiningPool } from '../pool.ts';
import type { State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import { stackIdOf, stackName } from '../state/pools.ts';
import { withFindings } from './wrong-hashes.ts';

/** More would push the older ones off any screen. */
const MOST_NOTES = 8;

const ANSWERS: Note['note'][] = ['stackGone', 'wrongAddress', 'walletMissing', 'nothingToPause'];

/** Adds a note; the same one stands once, newest last. */
export function noteDown(state: State, note: Note): State {
  const spelt = JSON.stringify(note);
  const others = state.notes.filter((old) => JSON.stringify(old) !== spelt);
  return { ...state, notes: [...others, note].slice(-MOST_NOTES) };
}

/** Forgets what earlier choices at the console were told. */
export function withoutAnswers(state: State): State {
  return without(state, ({ note }) => ANSWERS.includes(note));
}

/** Forgets what was said of the place that is mined at: somebody chose again. */
export function withoutPlace(state: State): State {
  const { target } = state;
  const stale = target ? target.pools.map((_, index) => stackIdOf(target, index)) : [];
  return without(state, (note) => isMiners(note) || ('stackId' in note && stale.includes(note.stackId)));
}

/** Forgets what XMRig said: it said it of another place. */
export function withoutMiner(state: State): State {
  return without(state, isMiners);
}

/** Forgets that a pool refused the login, or sent work that is of no use: it works now. */
export function withoutRefusal(state: State, stackId: string): State {
  return without(
    state,
    (note) =>
      note.note === 'minerProblem' &&
      (note.problem.problem === 'refused' || note.problem.problem === 'unusable') &&
      note.at?.stackId === stackId,
  );
}

/** Forgets the notes that are over. */
export function without(state: State, isStale: (note: Note) => boolean): State {
  return state.notes.some(isStale)
    ? { ...state, notes: state.notes.filter((note) => !isStale(note)) }
    : state;
}

function isMiners({ note }: Note): boolean {
  return note === 'minerProblem';
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
  const { problem } = fact;
  return problem ? noteDown(next, { note: 'minerProblem', problem, at: placeOf(next, problem) }) : next;
}

/** XMRig knows a pool by its address, a person by its name. */
function placeOf(state: State, problem: MinerProblem): Extract<Note, { note: 'minerProblem' }>['at'] {
  const { target } = state;
  if (!target || !('pool' in problem)) return null;
  const index = target.pools.findIndex((pool) => spelt(pool) === problem.pool);
  return index < 0 ? null : { stackId: stackIdOf(target, index), place: stackName(state, index) };
}

/** As XMRig is given it, and says it. */
function spelt({ host, address, port }: MiningPool): string {
  return `${address ?? host}:${port}`;
}
