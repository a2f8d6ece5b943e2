/** A rig on the day of Monero's change, for tests: what it mines, and what others hand out. */
import type { Algorithm } from '../../../headless/algorithm.ts';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { pithead, Rig, summary } from '../rig.ts';

const BUILD = { version: '0', commit: 'test' };
export const FORK = 3_500_010;

/** A rig that mines v1 at Pithead, found by its name. */
export function mining(others: Stack[] = []): Rig {
  const rig = new Rig().untilFinding();
  for (const stack of [pithead, ...others]) rig.tell({ event: 'stackSeen', stack });
  rig.pass(10);
  rig.minerStarted();
  job(rig, 'rx/0', 3_500_001);
  return rig;
}

/** XMRig has a job of this algorithm and height at Pithead, and hashes it. */
export function job(rig: Rig, algo: Algorithm, height: number, change: Parameters<typeof at>[1] = {}) {
  rig.tell({ event: 'minerLog', fact: { phase: null, height, algorithm: algo, problem: null } });
  return rig.tell({ event: 'minerStatus', pid: 42, summary: at(algo, change) });
}

export function at(
  algo: Algorithm,
  change: { hashrate?: number | null; rejected?: number; pool?: string } = {},
) {
  const { hashrate = 1000, rejected = 0, pool = '192.168.7.2:3333' } = change;
  const base = summary({ hashrate });
  return { ...base, connection: { ...base.connection, algo, pool, rejected } } satisfies MinerSummary;
}

export function forked(stack: Stack, height = FORK): Stack {
  return { ...stack, algorithm: 'rx/2', height };
}

export const shown = (rig: Rig) => snapshotOf(rig.state, BUILD);
