/** Why XMRig had to be started again, in words. Pure. */
import type { RestartReason } from '../state/miner.ts';

/** A sentence without its end. */
export function sayRestart(why: RestartReason): string {
  switch (why.reason) {
    case 'endedItself':
      return 'XMRig exited';
    case 'gone':
      return 'XMRig had exited';
    case 'silent':
      return `XMRig had not answered for ${why.minutes} minutes`;
    case 'idle':
      return `XMRig was connected, but made no hashes for ${why.minutes} minutes`;
    case 'stuck':
      return `${why.place} answers, but XMRig did not get through to it`;
  }
}
