/** Keeps every candidate probed: at once when it appears, again with patience while it is not ready. */
import type { Met } from '../held.ts';
import { isMacName } from '../names.ts';
import type { Stack } from '../snapshot.ts';
import { unknownStack } from '../stack.ts';
import type { Candidate } from './cache.ts';
import { macNameOf } from './neighbours.ts';
import type { ProbeResult } from './probe.ts';
import { probeAny } from './probe-any.ts';

export interface Prober {
  /** Takes the present candidates in their order of preference. */
  update(candidates: Candidate[], now: number): void;
  /** Starts the probes that are due. */
  tick(now: number): void;
  /** Makes everything due again that was not asked within the last seconds, but for these ids: a person wants to know now. */
  again(now: number, except?: readonly string[]): void;
  /** Takes what somebody else's probe of a candidate has found: this one is asked again accordingly. */
  learn(id: string, at: Pick<Met, 'address' | 'card'>, result: ProbeResult): void;
  /** True for candidates that are verified, or have not had their chance yet. */
  isWorthKeeping(id: string): boolean;
  /** Where something answered on this port, or may yet: there is no need to ask there again. */
  addressesAt(port: number): string[];
  stop(): void;
}

export interface ProberOptions {
  label: string;
  agent: string;
  onStack(stack: Stack): void;
  onGone(id: string): void;
}

/** Probes at a time: a flood of candidates opens no more connections than this. */
const MAX_RUNNING = 16;
/** A person's "look again" asks nobody twice within this time. */
const AGAIN_AFTER_MS = 5000;
/** A changed address is a reason to ask anew, but not more often than this. */
const MOVED_AFTER_MS = 2000;

/**
 * Seconds until the next probe, by how often there was none ready. Each login is a line on somebody's dashboard, so at least 30 s
 * lie between two; a closed port sees no login and may be tried sooner, so that a stack which starts is found soon.
 */
const RETRY_SECONDS: Record<Exclude<Stack['status'], 'ready' | 'probing'>, number[]> = {
  refused: [5, 10, 20, 30],
  unreachable: [10, 20, 30, 60],
  notReady: [30, 30, 30, 60],
  needsPassword: [60, 120, 300],
  notStratum: [60, 120, 300, 600],
};

interface Probed {
  candidate: Candidate;
  stack: Stack;
  running: AbortController | null;
  /** Addresses the last probe could choose from. */
  tried: string[];
  failures: number;
  askedAt: number;
  dueAt: number;
}

/** A login is sent with the rig's final label and without a password. */
export function createProber(options: ProberOptions): Prober {
  const shown = new Map<string, Probed>();

  const show = (one: Probed, change: Partial<Stack>) => {
    const next = { ...one.stack, ...change };
    if (JSON.stringify(next) === JSON.stringify(one.stack)) return;
    one.stack = next;
    options.onStack(next);
  };

  const remove = (id: string, one: Probed) => {
    one.running?.abort();
    shown.delete(id);
    options.onGone(id);
  };

  const start = (one: Probed, now: number) => {
    const controller = new AbortController();
    const { host, port, addresses } = one.candidate;
    Object.assign(one, { running: controller, tried: addresses, askedAt: now });
    const login = { label: options.label, password: null, agent: options.agent, signal: controller.signal };
    void probeAny({ host, port, addresses }, login).then(async ({ address, result }) => {
      const card = await macNameOf(address);
      if (controller.signal.aborted || shown.get(one.candidate.id) !== one) return;
      one.running = null;
      settle(one, { address, card }, result, performance.now());
      tick(performance.now());
    });
  };

  const settle = (one: Probed, at: Pick<Stack, 'address' | 'card'>, result: ProbeResult, now: number) => {
    one.failures = result.status === 'ready' ? 0 : one.failures + 1;
    one.dueAt = now + retryAfter(result.status, one.failures);
    show(one, { ...result, ...at });
  };

  const takeAnswer = (one: Probed) => {
    const { answer, addresses } = one.candidate;
    if (answer === undefined || answer.at <= one.askedAt) return;
    one.running?.abort();
    Object.assign(one, { running: null, tried: addresses, askedAt: answer.at });
    const card = isMacName(one.candidate.host) ? one.candidate.host : null;
    settle(one, { address: answer.address, card }, answer.result, answer.at);
  };

  const tick = (now: number) => {
    let free = MAX_RUNNING - [...shown.values()].filter(({ running }) => running !== null).length;
    for (const one of shown.values()) {
      if (free <= 0) return;
      if (one.running !== null || one.dueAt > now) continue;
      start(one, now);
      free--;
    }
  };

  return {
    tick,
    update: (candidates, now) => {
      const kept = withoutAliases(candidates, shown);
      for (const [id, one] of shown) if (!kept.some((candidate) => candidate.id === id)) remove(id, one);
      for (const candidate of kept) {
        const known = shown.get(candidate.id);
        if (known === undefined) {
          const stack = newStack(candidate);
          const fresh = { candidate, stack, running: null, tried: [], failures: 0, askedAt: 0, dueAt: 0 };
          shown.set(candidate.id, fresh);
          options.onStack(stack);
          takeAnswer(fresh);
          continue;
        }
        known.candidate = candidate;
        show(known, { name: candidate.name, found: candidate.found });
        takeAnswer(known);
        if (hasMoved(known)) known.dueAt = Math.min(known.dueAt, known.askedAt + MOVED_AFTER_MS);
      }
      tick(now);
    },
    again: (now, except = []) => {
      for (const [id, one] of shown)
        if (now - one.askedAt > AGAIN_AFTER_MS && !except.includes(id)) one.dueAt = 0;
      tick(now);
    },
    learn: (id, { address, card }, result) => {
      const one = shown.get(id);
      // One that is under way asks without the password, and would only know less.
      if (!one || (one.running !== null && result.status !== 'ready')) return;
      one.running?.abort();
      one.running = null;
      settle(one, { address: address ?? one.stack.address ?? '', card }, result, performance.now());
    },
    isWorthKeeping: (id) => {
      const status = shown.get(id)?.stack.status;
      return status === 'ready' || status === 'probing' || status === 'needsPassword';
    },
    addressesAt: (port) =>
      [...shown.values()].flatMap(({ stack }) =>
        stack.port === port && stack.address !== null && stack.status !== 'unreachable'
          ? [stack.address]
          : [],
      ),
    stop: () => {
      for (const { running } of shown.values()) running?.abort();
      shown.clear();
    },
  };
}

/**
 * The same address and port under several names is one stack. What is on the screen already stays; else the order of
 * preference decides: well-known names, which a person can type, before what anybody may advertise.
 */
function withoutAliases(candidates: Candidate[], shown: Map<string, Probed>): Candidate[] {
  const taken = new Set<string>();
  const inOrder = candidates.toSorted((a, b) => Number(shown.has(b.id)) - Number(shown.has(a.id)));
  return inOrder.filter((candidate) => {
    const probed = shown.get(candidate.id)?.stack.address;
    const address = probed && candidate.addresses.includes(probed) ? probed : candidate.addresses[0];
    const place = `${address}|${candidate.port}`;
    if (taken.has(place)) return false;
    taken.add(place);
    return true;
  });
}

/** The address that answered is no longer said to be the stack's, or there is a new one while none works. */
function hasMoved(one: Probed): boolean {
  const { stack, candidate, tried } = one;
  if (stack.address !== null && !candidate.addresses.includes(stack.address)) return true;
  return stack.status !== 'ready' && candidate.addresses.some((address) => !tried.includes(address));
}

function retryAfter(status: Stack['status'], failures: number): number {
  if (status === 'ready' || status === 'probing') return Number.POSITIVE_INFINITY;
  const seconds = RETRY_SECONDS[status];
  return (seconds[Math.min(failures, seconds.length) - 1] ?? 60) * 1000;
}

function newStack(candidate: Candidate): Stack {
  const { id, name, host, port, found, addresses } = candidate;
  return unknownStack({ id, name, host, port, found, address: addresses[0] ?? null });
}
