/** A computer that computes wrong hashes, in words. Pure. */
import { wrongHashes } from '../decide/wrong-hashes.ts';
import type { Message } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { minerOf } from '../state/phase.ts';

const CURE = 'undo any overclock and test its memory';

/** What is mined now comes out wrong on every thread, or on some; null where the hashes are right. */
export function sayWrongHashes(state: State): string | null {
  const wrong = wrongHashes(state);
  if (wrong === null) return null;
  if (wrong === 'all') return `This computer is computing wrong hashes, so it mines nothing: ${CURE}`;
  const which = wrong.length === 1 ? `Thread ${wrong[0]} is` : `${wrong.length} threads are`;
  return `${which} computing wrong hashes and left out: ${CURE}`;
}

/** The same as a message, and what is wrong with the algorithm that is not mined yet. */
export function wrongHashMessages(state: State): Message[] {
  const now = sayWrongHashes(state);
  if (now !== null) return [{ level: 'error', where: 'self-test', text: now }];
  const [other] = minerOf(state)?.work.wrongHashes ?? [];
  if (!other) return [];
  const text = `this computer hashes ${other.algorithm} wrong, which is not mined now: ${CURE}`;
  return [{ level: 'warning', where: 'self-test', text }];
}
