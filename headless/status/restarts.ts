/** Why XMRig had to be started again, in words. Pure. */
import type { Ended } from '../ended.ts';
import type { RestartReason } from '../state/miner.ts';

/** A sentence without its end. */
export function sayRestart(why: RestartReason): string {
  switch (why.reason) {
    case 'endedItself':
      return `XMRig exited${sayHow(why.ended)}`;
    case 'gone':
      return `XMRig had exited${sayHow(why.ended)}`;
    case 'silent':
      return `XMRig had not answered for ${why.minutes} minutes`;
    case 'idle':
      return `XMRig was connected, but made no hashes for ${why.minutes} minutes`;
    case 'stuck':
      return `${why.place} answers, but XMRig did not get through to it`;
  }
}

/** The same of an end that is just there. */
export function sayEnded(ended: Ended): string {
  return `XMRig exited${sayHow(ended)}`;
}

/** What follows the word: ` (signal SIGFPE)`; nothing where it is not known. */
export function sayHow(ended: Ended | null | undefined): string {
  if (!ended) return '';
  if (ended.by === 'memory') return ' (it ran out of memory)';
  const how = ended.by === 'signal' ? `signal ${ended.signal}` : `status ${ended.status}`;
  return ended.said === null ? ` (${how})` : ` (${how}), saying: ${ended.said}`;
}
