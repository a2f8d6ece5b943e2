import type { Question } from 'dns-packet';
import type { Met } from '../held.ts';
import { STRATUM_PORT, WELL_KNOWN_NAMES } from '../names.ts';
import type { Message, Stack } from '../snapshot.ts';
import { type Candidate, createCache } from './cache.ts';
import { openMdns } from './mdns.ts';
import { cardsOf } from './neighbours.ts';
import type { ProbeResult } from './probe.ts';
import { createProber } from './prober.ts';
import { createSweeper } from './sweep.ts';

/** A running search. It goes on until it is stopped. */
export interface Discovery {
  /** A person wants to know now: asks everybody again, except stacks with these ids, which somebody else asks. */
  lookAgain(except?: readonly string[]): void;
  /** The engine has probed a place by itself; a stack that is listed here is that much better known now. */
  learn(id: string, at: Pick<Met, 'address' | 'card'>, result: ProbeResult): void;
  /** A link or an address may have changed: looks at the interfaces now instead of at the next tick. */
  linksChanged(): void;
  /** Whether a stack is wanted so much that every address of the network may be asked as well; not at first. */
  sweep(wanted: boolean): void;
  stop(): void;
}

export interface DiscoveryOptions {
  /** The rig's final label: each probe is a login with it. */
  label: string;
  agent: string;
  /** Host names to ask for, with or without `.local`; the well-known ones by default. */
  names?: readonly string[];
  /** Interfaces to ask on, as in `['lo']`; all of the LAN by default. */
  interfaces?: readonly string[];
  /** A stack was found, or something about it has changed. */
  onStack(stack: Stack): void;
  onGone(id: string): void;
  onMessage?(message: Message): void;
  /** Several computers use the name of a stack; told once a minute. */
  onClaimed?(id: string, hosts: { address: string; card: string | null }[]): void;
}

/** When to ask after a link came up, in milliseconds, and from then on every minute. */
const ASK_AT_MS = [0, 1000, 3000, 8000, 20_000];
const ASK_EVERY_MS = 60_000;
/** A router that gives IPv4 as well has mostly done so by then: such a LAN is asked by IPv4 alone. */
const IPV4_WITHIN_MS = 3000;
/** Names get this long to answer before every address is asked. */
const SWEEP_AFTER_MS = 5000;
/** Nothing that runs out makes the rig ask more often than this. */
const ASK_AT_MOST_EVERY_MS = 5000;
const CLAIMED_EVERY_MS = 60_000;
/** How often the interfaces and clocks are looked at: often only while no interface has an address. */
const TICK_WITHOUT_LINK_MS = 250;
const TICK_MS = 1000;

/**
 * Looks for stacks on the LAN by mDNS: well-known host names and DNS-SD; where that leads to none, address by address. Each
 * one found is logged in to at once, and reported with what it answered. Follows links that come and go, and stacks
 * that move or say goodbye.
 */
export function startDiscovery(options: DiscoveryOptions): Discovery {
  const { label, agent, onStack, onGone } = options;
  const prober = createProber({ label, agent, onStack, onGone });
  const cache = createCache(options.names ?? WELL_KNOWN_NAMES, {
    isWorthKeeping: prober.isWorthKeeping,
  });
  const sweeper = createSweeper({ label, agent, onFound: () => showAll(performance.now()) });
  let sweepWanted = false;
  let linksSince = performance.now();
  const complained = new Set<string>();
  const asked = new Map<string, number>();
  let searchStartedAt = performance.now();
  let askedTimes = 0;
  let lastAskedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const mdns = openMdns({
    only: options.interfaces,
    ipv4WithinMs: IPV4_WITHIN_MS,
    onRecords: (records, sender, { name, networks }) => {
      const now = performance.now();
      cache.add(records, { sender, interfaceName: name, networks }, now);
      askFor(cache.missing(), now);
      showAll(now);
    },
    onProblem: (interfaceName, error) => {
      if (complained.has(interfaceName)) return;
      complained.add(interfaceName);
      const text = `cannot look for stacks by name here (${error.message}); name the pool in the config instead`;
      options.onMessage?.({ level: 'warning', where: interfaceName, text });
    },
  });

  const claimedAt = new Map<string, number>();
  const tellClaims = async ({ id, claimants = [] }: Candidate, now: number) => {
    if (claimants.length < 2) return;
    for (const [told, at] of claimedAt) if (now - at >= CLAIMED_EVERY_MS) claimedAt.delete(told);
    if (claimedAt.has(id)) return;
    claimedAt.set(id, now);
    const cards = await cardsOf(claimants, { discoverOn: options.interfaces && [...options.interfaces] });
    options.onClaimed?.(
      id,
      claimants.map((address) => ({ address, card: cards.get(address) ?? null })),
    );
  };

  const showAll = (now: number) => {
    const named = cache.candidates();
    prober.update([...named, ...sweeper.candidates()], now);
    if (options.onClaimed) for (const candidate of named) void tellClaims(candidate, now);
  };

  /** Follow-up questions, each at most once a second however many packets ask for it. */
  const askFor = (questions: Question[], now: number) => {
    for (const [key, at] of asked) if (now - at > 1000) asked.delete(key);
    const fresh = questions.filter(({ name, type }) => !asked.has(`${type} ${name}`));
    for (const { name, type } of fresh) asked.set(`${type} ${name}`, now);
    if (fresh.length > 0) mdns.query(fresh);
  };

  const askAll = (now: number) => {
    lastAskedAt = now;
    mdns.query(cache.questions());
  };

  const searchAnew = (now: number) => {
    searchStartedAt = now;
    askedTimes = 0;
  };

  const tick = () => {
    clearTimeout(timer);
    const now = performance.now();
    if (mdns.refresh()) {
      const names = mdns.interfaces().map(({ name }) => name);
      cache.keepInterfaces(names);
      sweeper.keepInterfaces(names);
      linksSince = now;
      searchAnew(now);
    }
    while (now - searchStartedAt >= dueAt(askedTimes)) {
      askedTimes++;
      if (now - searchStartedAt < dueAt(askedTimes)) askAll(now);
    }
    if (cache.refreshAt() <= now && now - lastAskedAt >= ASK_AT_MOST_EVERY_MS) {
      askAll(now);
      askFor(cache.missing(), now);
    }
    cache.expire(now);
    if (sweepWanted && now - linksSince >= SWEEP_AFTER_MS) {
      sweeper.tick(now, mdns.interfaces(), prober.addressesAt(STRATUM_PORT));
    }
    showAll(now);
    timer = setTimeout(tick, mdns.interfaces().length === 0 ? TICK_WITHOUT_LINK_MS : TICK_MS);
  };

  tick();
  return {
    lookAgain: (except = []) => {
      const now = performance.now();
      // A key held down must not flood the LAN with questions.
      if (now - lastAskedAt >= 1000) searchAnew(now);
      prober.again(now, except);
      sweeper.again(now);
      tick();
    },
    learn: (id, at, result) => {
      if (at.address !== null) sweeper.learn(id, at.address, result);
      prober.learn(id, at, result);
    },
    linksChanged: tick,
    sweep: (wanted) => {
      // Before strangers are asked, those that are known get another chance.
      if (wanted && !sweepWanted) prober.again(performance.now());
      sweepWanted = wanted;
    },
    stop: () => {
      clearTimeout(timer);
      prober.stop();
      sweeper.stop();
      mdns.close();
    },
  };
}

/** Milliseconds from the start of a search to its question number `index`. */
function dueAt(index: number): number {
  const last = ASK_AT_MS.length - 1;
  return ASK_AT_MS[index] ?? (ASK_AT_MS[last] ?? 0) + (index - last) * ASK_EVERY_MS;
}
