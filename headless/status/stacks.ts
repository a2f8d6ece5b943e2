/** What a person is told of one stack or pool. Pure. */
import type { Stack } from '../snapshot.ts';

export const BEHIND =
  'hands out RandomX v1, which Monero has left: you earn nothing there. Update monerod, P2Pool and xmrig-proxy (6.26 or newer)';

/** What is wrong with it, and what to do; null where nothing is. */
export function problemOf({ outdated, problem }: Stack): string | null {
  return outdated ? BEHIND : problem;
}
