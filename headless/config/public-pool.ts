/** Which pools pay to a wallet, so that mining there without one is work for nothing. Pure. */
import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's but the owner's: RFC 1918, 4193, 6598 (also VPNs such as Tailscale), 3927, 4291, loopback. */
const OWN_NETWORKS = new BlockList();
for (const [network, length] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const) {
  OWN_NETWORKS.addSubnet(network, length, 'ipv4');
}
OWN_NETWORKS.addSubnet('fc00::', 7, 'ipv6');
OWN_NETWORKS.addSubnet('fe80::', 10, 'ipv6');
OWN_NETWORKS.addAddress('::1', 'ipv6');

/** Endings that the internet does not have (RFC 6762, 8375, ICANN's reservation of .internal) or that routers give out. */
const OWN_NAME = /^[^.]+$|\.(local|lan|home|internal|localdomain|home\.arpa|fritz\.box)$/i;

/** Mainnet addresses: standard and subaddress have 95 characters, integrated ones 106; pools take more behind a `.` or `+`. */
const WALLET = /^(?:[48][1-9A-HJ-NP-Za-km-z]{94}|4[1-9A-HJ-NP-Za-km-z]{105})(?:$|[.+@:_-])/;

/** A pool that the owner named, as far as it matters here. */
export interface NamedPool {
  host: string;
  port: number;
  /** Null: the rig's label is sent. */
  user: string | null;
}

/**
 * What is missing before this pool may be mined at, in one line; null when nothing is. `address` is what the host's name led to: a
 * name of one's own may lead home.
 */
export function walletMissing(pool: NamedPool, address: string | null): string | null {
  if (pool.user !== null || !isPublic(pool.host, address)) return null;
  return `${pool.host} is a public pool and pays to a wallet: write user=YOUR_WALLET_ADDRESS below its line in rigforge.conf on the stick`;
}

/** A doubt about the user of a public pool, in one line; some pools have accounts, so it is mined all the same. */
export function walletDoubt(pool: NamedPool, address: string | null): string | null {
  if (pool.user === null || WALLET.test(pool.user) || !isPublic(pool.host, address)) return null;
  return `the user for ${pool.host} is no Monero wallet address (95 characters that begin with 4 or 8); is it what this pool asks for?`;
}

function isPublic(host: string, address: string | null): boolean {
  if (isIP(host) !== 0) return !isOwnAddress(host);
  if (OWN_NAME.test(host)) return false;
  return address === null || !isOwnAddress(address);
}

function isOwnAddress(address: string): boolean {
  return OWN_NETWORKS.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
