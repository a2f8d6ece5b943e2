/** A computer whose shares are partly refused: said as its fault, and nothing is done about it. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import type { Failover } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { workingOf } from '../state/phase.ts';
import { rejectedNow } from './rejects.ts';

/**
 * So many shares are looked at together. A sound rig loses one in fifty to late answers: a third of thirty comes by such chance once in
 * ten thousand million times.
 */
const SHARES = 30;
const TOO_MANY = 1 / 3;

/** Counts on; a full lot of shares is judged, and the next one begins. Another pool or process begins anew. */
export function countRefused(failover: Failover, summary: MinerSummary | null): Failover {
  if (!summary) return failover;
  const { pool, accepted, rejected } = summary.connection;
  const { lot } = failover;
  const isAnew = !lot || lot.pool !== pool || accepted < lot.accepted || rejected < lot.rejected;
  if (isAnew) return { ...failover, lot: { pool, accepted, rejected, last: null } };
  const refused = rejected - lot.rejected;
  const of = accepted - lot.accepted + refused;
  return of < SHARES ? failover : { ...failover, lot: { pool, accepted, rejected, last: { refused, of } } };
}

/** How many of the last lot of shares were refused, where that is a third or more, and not simply all of them; else null. */
export function refusedNow(state: State): { refused: number; of: number } | null {
  const last = workingOf(state)?.miner.failover.lot?.last ?? null;
  if (last === null || rejectedNow(state) !== null) return null;
  return last.refused >= last.of * TOO_MANY ? last : null;
}
