/** A computer that fails XMRig's self-test. Pure. */
import type { MinerLogFact, WrongHashes } from '../miner/log.ts';
import type { MinerState, State } from '../state/model.ts';

/** As many threads as there may be in a computer are not worth a list. */
const MOST = 64;
/** XMRig says within seconds which threads it leaves out; without a hash after this long all of them are. */
const NO_HASH_MS = 60_000;

/** Keeps what the self-test said: the same finding once, and of threads only what the test with the present dataset found. */
export function withFindings(miner: MinerState, fact: MinerLogFact): MinerState {
  const { wrongHashes: found } = fact;
  if (fact.isNewProcess) return { ...miner, wrongHashes: [] };
  if (fact.phase === 'allocating' || fact.phase === 'dataset')
    return { ...miner, wrongHashes: miner.wrongHashes.filter(({ thread }) => thread === null) };
  if (!found || miner.wrongHashes.some((one) => isSame(one, found))) return miner;
  return { ...miner, wrongHashes: [...miner.wrongHashes, found].slice(-MOST) };
}

function isSame(one: WrongHashes, other: WrongHashes): boolean {
  return one.algorithm === other.algorithm && one.thread === other.thread;
}

/** What of the present mining comes out wrong: everything, or these threads; null where the hashes are right. */
export function wrongHashes({ miner, fork, now }: State): 'all' | number[] | null {
  if (!miner || miner.wrongHashes.length === 0) return null;
  const mined = miner.wrongHashes.filter(
    ({ algorithm }) => fork.algorithm === null || algorithm === fork.algorithm,
  );
  const threads = mined.flatMap(({ thread }) => (thread === null ? [] : [thread]));
  const isIdle = miner.idleSince !== null && now - miner.idleSince >= NO_HASH_MS;
  if (mined.length > threads.length || (threads.length > 0 && isIdle)) return 'all';
  return threads.length === 0 ? null : threads;
}
