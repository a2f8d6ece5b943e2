/** What one look at XMRig's process and API, or a line of its log, changes in what is known about it. Pure. */
import type { MinerLogFact } from '../miner/log.ts';
import type { MinerSummary } from '../miner/summary.ts';
import type { Milestones } from '../snapshot.ts';
import type { MinerState, MinerWork } from '../state/miner.ts';
import { withFindings } from './wrong-hashes.ts';

/** A connection that has stood for so long, or over which a share was accepted, is one. */
const STANDS_MS = 30_000;

/** An API that does not answer says nothing about the connection: what was known of it stays. */
export function follow(
  before: MinerState,
  pid: number | null,
  summary: MinerSummary | null,
  now: number,
): MinerState {
  const { process, link, work, restarts } = before;
  const replaced = pid !== null && process.lastPid !== null && pid !== process.lastPid;
  const silent = pid !== null && !summary && !replaced;
  const died = replaced || (pid === null && process.pid !== null);
  const accepted = summary?.connection.accepted ?? 0;
  const hadAccepted = before.summary?.connection.accepted ?? 0;
  const connectedMs = summary?.connection.uptime_ms ?? 0;
  const connected = silent ? link.downSince === null : connectedMs > 0;
  const stands = silent ? link.deadSince === null : connectedMs >= STANDS_MS || accepted > hadAccepted;
  // Lost since the last look: whoever hangs up on XMRig at once has still let it in.
  const failures = before.summary?.connection.failures ?? 0;
  const wasThere = !replaced && (summary?.connection.failures ?? 0) > failures;
  const hashing = (summary?.hashrate.total[0] ?? 0) > 0;
  return {
    process: {
      ...process,
      pid,
      lastPid: pid ?? process.lastPid,
      adopted: process.adopted && !replaced,
      silentSince: pid !== null && !summary ? (process.silentSince ?? now) : null,
    },
    link: {
      ...link,
      downSince: connected ? null : (link.downSince ?? now),
      answers: connected || wasThere ? null : link.answers,
      hasStood: link.hasStood || stands,
      // Without XMRig nobody has tried the place.
      // A place that takes the login and keeps dropping the connection is as dead as one that does not.
      deadSince: stands ? null : pid === null ? now : (link.deadSince ?? now),
    },
    work: {
      ...work,
      confirmed: work.confirmed && !replaced,
      wrongHashes: replaced ? [] : work.wrongHashes,
      lastShareAt: accepted > hadAccepted ? now : replaced ? null : work.lastShareAt,
      idleSince: silent ? work.idleSince : connected && !hashing ? (work.idleSince ?? now) : null,
      hashingSince: silent ? work.hashingSince : hashing ? (work.hashingSince ?? now) : null,
    },
    restarts: replaced
      ? {
          ...restarts,
          count: restarts.count + 1,
          reason: { reason: 'endedItself', ended: restarts.ended },
          ended: null,
        }
      : restarts,
    failover: { ...before.failover, deaths: before.failover.deaths + (died ? 1 : 0) },
    summary: summary ?? (silent ? before.summary : null),
  };
}

/** Keeps what the log said last: the phase of the start, the height of the job, what the self-test found. */
export function heard(work: MinerWork, fact: MinerLogFact, now: number): MinerWork {
  return {
    ...work,
    wrongHashes: withFindings(work.wrongHashes, fact),
    rejectedAt: fact.problem?.problem === 'shareRejected' ? now : work.rejectedAt,
    phase: fact.phase ?? work.phase,
    phaseSince: fact.phase !== null && fact.phase !== work.phase ? now : work.phaseSince,
    height: fact.height ?? work.height,
    heightSince: fact.height === null || fact.height === work.height ? work.heightSince : now,
    heightFor: fact.height === null ? work.heightFor : (fact.algorithm ?? null),
  };
}

/** The first time that anything was hashed and accepted in this boot. */
export function firstsAfter(first: Milestones, summary: MinerSummary | null, now: number): Milestones {
  return {
    ...first,
    firstHashrate: first.firstHashrate ?? ((summary?.hashrate.total[0] ?? 0) > 0 ? now : null),
    firstShare: first.firstShare ?? ((summary?.connection.accepted ?? 0) > 0 ? now : null),
  };
}
