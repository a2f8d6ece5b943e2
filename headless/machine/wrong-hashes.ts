/** A computer that fails XMRig's self-test. Pure. */
import type { WrongHashes } from '../miner/log.ts';
import type { Message } from '../snapshot.ts';
import type { MinerState, State } from './model.ts';

const CURE = 'undo any overclock and test its memory';

/** Keeps what the self-test said; the same finding once. */
export function withWrongHashes(miner: MinerState, found: WrongHashes): MinerState {
  const isKnown = miner.wrongHashes.some(
    ({ algorithm, thread }) => algorithm === found.algorithm && thread === found.thread,
  );
  return isKnown ? miner : { ...miner, wrongHashes: [...miner.wrongHashes, found].slice(-MOST) };
}

/** As many threads as there may be in a computer are not worth a list. */
const MOST = 64;

/** What is mined now comes out wrong on every thread, or on some; null where the hashes are right. */
export function wrongHashes({ miner, fork }: State): string | null {
  if (!miner || miner.wrongHashes.length === 0) return null;
  const mined = miner.wrongHashes.filter(
    ({ algorithm }) => fork.algorithm === null || algorithm === fork.algorithm,
  );
  const threads = mined.flatMap(({ thread }) => (thread === null ? [] : [thread]));
  if (mined.length > threads.length || (threads.length > 0 && miner.hashingSince === null))
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
