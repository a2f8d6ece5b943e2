/** Asks a pool that somebody has named, at its address or through its proxy, how it is. */
import { isNowhere } from '../config/never-a-stack.ts';
import { isMacName } from '../names.ts';
import { isLanName, type MiningPool } from '../pool.ts';
import { blocked, isBlocked } from './blocked.ts';
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

/** `open`: what is not known of the pool's TLS and certificate is found out. `address` is null where it is not known. */
export async function askPool(
  given: MiningPool,
  open: boolean,
  options: AskOptions,
): Promise<{ address: string | null; result: ProbeResult }> {
  const pool = open ? { ...given, tls: given.tls || undefined, fingerprint: null } : given;
  if (pool.socks5) return { address: null, result: await throughProxy(pool, pool.socks5, options) };
  const found = await addressesOf(pool.host, options);
  // A host with several addresses has not moved as long as the one in use is still its own.
  const addresses = found.toSorted((a, b) => Number(b === pool.address) - Number(a === pool.address));
  if (addresses.length === 0) return { address: null, result: unresolved(pool.host) };
  if (isBlocked(pool.host, addresses))
    return { address: null, result: nowhere(blocked(pool.host, addresses)) };
  const { host, port, tls, fingerprint } = pool;
  return probeAny({ host, port, tls, fingerprint, addresses }, loginOf(pool, options));
}

/** XMRig asks the system's resolver, which need not know mDNS names: it gets their address. */
export async function withAddress(pool: MiningPool, options: AskOptions): Promise<MiningPool> {
  if (pool.address !== null || pool.socks5 || !isLanName(pool.host)) return pool;
  const [address = null] = await addressesOf(pool.host, options);
  return { ...pool, address };
}

/** Where a host is; what a filtering name server answers comes back only where there is nothing else. */
async function addressesOf(host: string, { interfaces }: AskOptions): Promise<string[]> {
  const found = await resolveHost(host, interfaces ? { discoverOn: interfaces } : {});
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
