/** What one look at XMRig's process and API changes in what is known about it. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import type { MinerState, State } from './model.ts';

/** An XMRig that was just ordered to start. What goes on over restarts is taken from `before`, the same place's last one. */
export function freshMiner(now: number, before: MinerState | null = null): MinerState {
  return {
    pid: null,
    lastPid: null,
    adopted: false,
    summary: null,
    threads: 0,
    height: null,
    heightFor: null,
    phase: 'connecting',
    phaseSince: now,
    startedAt: now,
    lastShareAt: null,
    downSince: now,
    deadSince: before ? before.deadSince : now,
    silentSince: null,
    idleSince: null,
    hashingSince: null,
    lastLocateAt: now,
    restarts: before?.restarts ?? 0,
    restartReason: before?.restartReason ?? null,
    failures: before?.failures ?? 0,
    restartableAt: before?.restartableAt ?? now,
    drops: null,
    rejects: null,
    passedOver: before?.passedOver ?? 0,
    startOrdered: true,
    confirmed: false,
    wrongHashes: [],
  };
}

/** An API that does not answer says nothing about the connection: what was known of it stays. */
export function follow(
  before: MinerState,
  pid: number | null,
  summary: MinerSummary | null,
  now: number,
): MinerState {
  const replaced = pid !== null && before.lastPid !== null && pid !== before.lastPid;
  const silent = pid !== null && !summary && !replaced;
  const accepted = summary?.connection.accepted ?? 0;
  const hadAccepted = before.summary?.connection.accepted ?? 0;
  const connected = silent ? before.downSince === null : (summary?.connection.uptime_ms ?? 0) > 0;
  const hashing = (summary?.hashrate.total[0] ?? 0) > 0;
  return {
    ...before,
    pid,
    lastPid: pid ?? before.lastPid,
    adopted: before.adopted && !replaced,
    restarts: before.restarts + (replaced ? 1 : 0),
    restartReason: replaced ? 'XMRig ended by itself' : before.restartReason,
    confirmed: before.confirmed && !replaced,
    wrongHashes: replaced ? [] : before.wrongHashes,
    summary: summary ?? (silent ? before.summary : null),
    lastShareAt: accepted > hadAccepted ? now : replaced ? null : before.lastShareAt,
    downSince: connected ? null : (before.downSince ?? now),
    // Without XMRig nobody has tried the place.
    deadSince: connected ? null : pid === null ? now : (before.deadSince ?? now),
    silentSince: pid !== null && !summary ? (before.silentSince ?? now) : null,
    idleSince: silent ? before.idleSince : connected && !hashing ? (before.idleSince ?? now) : null,
    hashingSince: silent ? before.hashingSince : hashing ? (before.hashingSince ?? now) : null,
  };
}

/** The first time that anything was hashed and accepted in this boot. */
export function firstsAfter(state: State, summary: MinerSummary | null): State['milestones'] {
  const first = state.milestones;
  return {
    ...first,
    firstHashrate: first.firstHashrate ?? ((summary?.hashrate.total[0] ?? 0) > 0 ? state.now : null),
    firstShare: first.firstShare ?? ((summary?.connection.accepted ?? 0) > 0 ? state.now : null),
  };
}
