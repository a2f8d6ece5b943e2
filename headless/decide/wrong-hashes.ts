/** A computer that fails XMRig's self-test. Pure. */
import type { MinerLogFact, WrongHashes } from '../miner/log.ts';
import type { State } from '../state/model.ts';
import { minerOf } from '../state/phase.ts';

/** As many threads as there may be in a computer are not worth a list. */
const MOST = 64;
/** XMRig says within seconds which threads it leaves out; without a hash after this long all of them are. */
const NO_HASH_MS = 60_000;

/** Keeps what the self-test said: the same finding once, and of threads only what the test with the present dataset found. */
export function withFindings(known: WrongHashes[], fact: MinerLogFact): WrongHashes[] {
  const { wrongHashes: found } = fact;
  if (fact.isNewProcess) return [];
  if (fact.phase === 'allocating' || fact.phase === 'dataset')
    return known.filter(({ thread }) => thread === null);
  return !found || known.some((one) => isSame(one, found)) ? known : [...known, found].slice(-MOST);
}

function isSame(one: WrongHashes, other: WrongHashes): boolean {
  return one.algorithm === other.algorithm && one.thread === other.thread;
}

/** What of the present mining comes out wrong: everything, or these threads; null where the hashes are right. */
export function wrongHashes(state: State): 'all' | number[] | null {
  const work = minerOf(state)?.work;
  if (!work || work.wrongHashes.length === 0) return null;
  const { fork, now } = state;
  const mined = work.wrongHashes.filter(
    ({ algorithm }) => fork.algorithm === null || algorithm === fork.algorithm,
  );
  const threads = mined.flatMap(({ thread }) => (thread === null ? [] : [thread]));
  const isIdle = work.idleSince !== null && now - work.idleSince >= NO_HASH_MS;
  if (mined.length > threads.length || (threads.length > 0 && isIdle)) return 'all';
  return threads.length === 0 ? null : threads;
}
