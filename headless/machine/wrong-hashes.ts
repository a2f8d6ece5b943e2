/** A computer that fails XMRig's self-test. Pure. */
import type { MinerLogFact, WrongHashes } from '../miner/log.ts';
import type { Message } from '../snapshot.ts';
import type { MinerState, State } from './model.ts';

const CURE = 'undo any overclock and test its memory';
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

/** What is mined now comes out wrong on every thread, or on some; null where the hashes are right. */
export function wrongHashes({ miner, fork, now }: State): string | null {
  if (!miner || miner.wrongHashes.length === 0) return null;
  const mined = miner.wrongHashes.filter(
    ({ algorithm }) => fork.algorithm === null || algorithm === fork.algorithm,
  );
  const threads = mined.flatMap(({ thread }) => (thread === null ? [] : [thread]));
  const isIdle = miner.idleSince !== null && now - miner.idleSince >= NO_HASH_MS;
  if (mined.length > threads.length || (threads.length > 0 && isIdle))
    return `This computer is computing wrong hashes, so it mines nothing: ${CURE}`;
  if (threads.length === 0) return null;
  const which = threads.length === 1 ? `Thread ${threads[0]} is` : `${threads.length} threads are`;
  return `${which} computing wrong hashes and left out: ${CURE}`;
}

/** The same as a message, and what is wrong with the algorithm that is not mined yet. */
export function wrongHashMessages(state: State): Message[] {
  const now = wrongHashes(state);
  if (now !== null) return [{ level: 'error', where: 'self-test', text: now }];
  const [other] = state.miner?.wrongHashes ?? [];
  if (!other) return [];
  const text = `this computer hashes ${other.algorithm} wrong, which is not mined now: ${CURE}`;
  return [{ level: 'warning', where: 'self-test', text }];
}
