/** Asks a pool that somebody has named, at its address or through its proxy, how it is. */
import { isNowhere } from '../config/never-a-stack.ts';
import { type Held, type Met, whoIs } from '../held.ts';
import { isMacName } from '../names.ts';
import { isLanName, type MiningPool, sendsInClear } from '../pool.ts';
import { blocked, isBlocked } from './blocked.ts';
import { cardsOf } from './neighbours.ts';
import { type ProbeResult, probeStratum } from './probe.ts';
import { probeAny } from './probe-any.ts';
import { resolveHost } from './resolve.ts';
import { openSocksTunnel } from './socks-tunnel.ts';

export interface AskOptions {
  /** The name that the login gives its program. */
  agent: string;
  /** Interfaces for mDNS; null: all that have an address. */
  interfaces: string[] | null;
}

/** What a look at a pool has found out. */
export interface Asked extends Met {
  result: ProbeResult;
}

/**
 * Asks a pool; what is not known of its TLS and certificate is found out where it is `open`. `held` is who had the name at first contact:
 * that computer is asked if it is there. Another one is asked only where no password goes to it in the clear, and not at all where
 * the rig mines at another one already (`isAway`).
 */
export async function askPool(
  given: MiningPool,
  { open, held, isAway }: Readonly<{ open: boolean; held: Held | null; isAway: boolean }>,
  options: AskOptions,
): Promise<Asked> {
  const pool = open ? { ...given, tls: given.tls || undefined, fingerprint: null } : given;
  const met = (address: string | null, result: ProbeResult): Asked => {
    return { address, card: null, result, stranger: null, many: [] };
  };
  if (pool.socks5) return met(null, await throughProxy(pool, pool.socks5, options));
  const found = await addressesOf(given, options);
  if (found.length > 0 && isBlocked(pool.host, found)) return met(null, nowhere(blocked(pool.host, found)));
  const hosts = await whoAnswers(given, found, held, options);
  const ask = async (addresses: string[]): Promise<Asked> => {
    const { host, port, tls, fingerprint } = pool;
    const answer = await probeAny({ host, port, tls, fingerprint, addresses }, loginOf(pool, options));
    return { ...met(answer.address, answer.result), card: hosts.cards.get(answer.address) ?? null };
  };
  if (hosts.many.length > 0) return { ...met(null, nowhere('')), many: hosts.many };
  const own = hosts.own.length > 0 ? await ask(hosts.own) : met(null, unresolved(pool.host));
  const [other] = hosts.strangers;
  if (other === undefined || own.result.status === 'ready' || isAway) return own;
  const stranger = sendsInClear(given) ? null : await ask(hosts.strangers);
  const address = stranger?.address ?? other;
  const card = hosts.cards.get(address) ?? null;
  return { ...own, stranger: { address, card, isReady: stranger?.result.status === 'ready' } };
}

/** Who has the addresses of a pool's name, told apart by network cards where it matters. */
async function whoAnswers(
  pool: MiningPool,
  found: string[],
  held: Held | null,
  { interfaces }: AskOptions,
): Promise<{ own: string[]; strangers: string[]; many: string[]; cards: Map<string, string | null> }> {
  // A host with several addresses has not moved as long as the one in use is still its own.
  const addresses = found.toSorted((a, b) => Number(b === pool.address) - Number(a === pool.address));
  const all = held ? [...new Set([...addresses, held.address])] : addresses;
  const cards = isLanName(pool.host)
    ? await cardsOf(all, { discoverOn: interfaces ?? undefined })
    : new Map();
  const nobody = { own: addresses, strangers: [], many: [], cards };
  // A certificate that is known proves who it is, wherever it is.
  if (!isLanName(pool.host) || (pool.tls && pool.fingerprint !== null)) return nobody;
  if (held) {
    const isOwn = (address: string) => whoIs(held, { address, card: cards.get(address) ?? null }) === 'same';
    const strangers = addresses.filter((address) => !isOwn(address));
    return { ...nobody, own: all.filter(isOwn), strangers };
  }
  const known = new Set(
    addresses.map((address) => cards.get(address) ?? null).filter((card) => card !== null),
  );
  return sendsInClear(pool) && known.size > 1 ? { ...nobody, own: [], many: addresses } : nobody;
}

/**
 * XMRig asks the system's resolver, which need not know mDNS names: it gets their address. Where only strangers answer, it gets the
 * one that the place had.
 */
export async function withAddress(
  pool: MiningPool,
  held: Held | null,
  options: AskOptions,
): Promise<MiningPool> {
  if (pool.address !== null || pool.socks5 || !isLanName(pool.host)) return pool;
  const { own } = await whoAnswers(pool, await addressesOf(pool, options), held, options);
  const [address = held?.address ?? null] = own;
  return { ...pool, address };
}

/**
 * Where a pool's host is: all who answer to its name, where a password goes to one of them in the clear. What a filtering name server
 * answers comes back only where there is nothing else.
 */
async function addressesOf(pool: MiningPool, { interfaces }: AskOptions): Promise<string[]> {
  const everybody = isLanName(pool.host) && sendsInClear(pool);
  const found = await resolveHost(pool.host, {
    ...(interfaces ? { discoverOn: interfaces } : {}),
    everybody,
  });
  const places = found.filter((address) => !isNowhere(address));
  return places.length > 0 ? places : found;
}

type OpenPool = Omit<MiningPool, 'tls'> & { tls: boolean | undefined };

async function throughProxy(
  pool: OpenPool,
  proxy: NonNullable<MiningPool['socks5']>,
  options: AskOptions,
): Promise<ProbeResult> {
  const tunnel = await openSocksTunnel(proxy, pool);
  try {
    const { host, tls, fingerprint } = pool;
    const target = { host, address: '127.0.0.1', port: tunnel.port, tls, fingerprint };
    const result = await probeStratum(target, loginOf(pool, options));
    const problem = tunnel.trouble();
    return problem === null ? result : { ...result, status: 'unreachable', problem };
  } finally {
    tunnel.close();
  }
}

function loginOf({ user, password, rigId }: OpenPool, { agent }: AskOptions) {
  return { label: user, password, rigId, agent };
}

function unresolved(host: string): ProbeResult {
  const problem = isMacName(host)
    ? `no computer on this network has the network card ${host}; is it on?`
    : `no device on this network answers to ${host}; is it right?`;
  return nowhere(problem);
}

function nowhere(problem: string): ProbeResult {
  return {
    kind: 'unknown',
    status: 'unreachable',
    height: null,
    algorithm: null,
    latencyMs: null,
    tls: false,
    fingerprint: null,
    problem,
  };
}
