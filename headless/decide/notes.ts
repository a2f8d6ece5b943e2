/** The engine's own notes to a person. Pure. */
import type { MinerProblem } from '../miner/log.ts';
import type { MiningPool, MiningTarget } from '../pool.ts';
import type { State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import { targetOf } from '../state/phase.ts';
import { stackIdOf, stackName } from '../state/pools.ts';

/** More would push the older ones off any screen. */
const MOST_NOTES = 8;

const ANSWERS: Note['note'][] = ['stackGone', 'wrongAddress', 'walletMissing', 'nothingToPause'];

/** Adds a note; the same one stands once, newest last. */
export function noteDown(notes: Note[], note: Note): Note[] {
  const spelt = JSON.stringify(note);
  return [...notes.filter((old) => JSON.stringify(old) !== spelt), note].slice(-MOST_NOTES);
}

/** Forgets what earlier choices at the console were told. */
export function withoutAnswers(notes: Note[]): Note[] {
  return without(notes, ({ note }) => ANSWERS.includes(note));
}

/** Forgets what was said of the place that is mined at: somebody chose again. */
export function withoutPlace(notes: Note[], target: MiningTarget | null): Note[] {
  const stale = target ? target.pools.map((_, index) => stackIdOf(target, index)) : [];
  return without(notes, (note) => isMiners(note) || ('stackId' in note && stale.includes(note.stackId)));
}

/** Forgets what XMRig said: it said it of another place. */
export function withoutMiner(notes: Note[]): Note[] {
  return without(notes, isMiners);
}

/** Forgets that a pool refused the login, or sent work that is of no use: it works now. */
export function withoutRefusal(notes: Note[], stackId: string): Note[] {
  return without(
    notes,
    (note) =>
      note.note === 'minerProblem' &&
      (note.problem.problem === 'refused' || note.problem.problem === 'unusable') &&
      note.at?.stackId === stackId,
  );
}

/** Forgets that a pool showed another certificate: the first one works, and no other is asked for its own. */
export function withoutCertificate(notes: Note[]): Note[] {
  return without(
    notes,
    (note) => note.note === 'minerProblem' && note.problem.problem === 'otherCertificate',
  );
}

/** Forgets that shares were rejected: it was long ago. */
export function withoutRejects(notes: Note[]): Note[] {
  return without(notes, (note) => note.note === 'minerProblem' && note.problem.problem === 'shareRejected');
}

/** Forgets the notes that are over. */
export function without(notes: Note[], isStale: (note: Note) => boolean): Note[] {
  return notes.some(isStale) ? notes.filter((note) => !isStale(note)) : notes;
}

function isMiners({ note }: Note): boolean {
  return note === 'minerProblem';
}

/** A problem that XMRig's log tells, with its place: XMRig knows a pool by its address, a person by its name. */
export function problemNote(state: State, problem: MinerProblem): Note {
  const target = targetOf(state);
  const index =
    'pool' in problem && target ? target.pools.findIndex((pool) => spelt(pool) === problem.pool) : -1;
  const at =
    target && index >= 0 ? { stackId: stackIdOf(target, index), place: stackName(state, index) } : null;
  return { note: 'minerProblem', problem, at };
}

/** As XMRig is given it, and says it. */
function spelt({ host, address, port }: MiningPool): string {
  return `${address ?? host}:${port}`;
}
