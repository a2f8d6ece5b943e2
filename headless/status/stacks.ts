/** What a person is told of one stack or pool. Pure. */
import { STRANGER } from '../discovery/probe.ts';
import type { Stack } from '../snapshot.ts';

export const BEHIND =
  'hands out RandomX v1, which Monero has left: you are earning nothing there. Update monerod, P2Pool and xmrig-proxy (6.26 or newer)';

/** What is wrong with it, and what to do; null where nothing is. */
export function problemOf({ outdated, doubt, problem }: Stack): string | null {
  if (outdated) return BEHIND;
  return doubt === null ? problem : DOUBTS[doubt];
}

const DOUBTS: Record<NonNullable<Stack['doubt']>, string> = {
  notTheOwners: STRANGER,
  changedSinceStart:
    'its TLS certificate has changed since this rig was started, or is missing; not mining there. If you expected this, start the rig again',
  changedSinceChoice:
    'its TLS certificate has changed since you chose it, or is missing; not mining there. If you expected this, choose it again',
  changedGuess:
    'its TLS certificate has changed, or is missing; not mining there. After 10 minutes it is treated as a new stack',
  otherComputer:
    'another computer has its name now and gets no password. Is it yours? Choose it again on screen 2',
  otherComputerWaits:
    'another computer has its name now; the rig goes there if the first one stays silent for 5 minutes',
  manyComputers:
    'several computers have its name, so none gets the password: rename the others, or write an address',
  gone: 'its name is not heard of on this network any more; is it on?',
};
