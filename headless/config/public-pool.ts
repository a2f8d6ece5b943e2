/** Which pools pay to a wallet, so that mining there without one is work for nothing. Pure. */
import { isIP } from 'node:net';
import { inNetworks, PRIVATE_NETWORKS } from '../private-networks.ts';
import { isNowhere } from './never-a-stack.ts';
import { withoutPrefix } from './wallet.ts';

/** Networks that are nobody's but the owner's, link-local IPv6 (RFC 4291) and this computer itself among them. */
const isOwnAddress = inNetworks([...PRIVATE_NETWORKS, '127.0.0.0/8', 'fe80::/10', '::1/128']);

/** Endings that the internet does not have (RFC 6762, 8375, ICANN's reservation of .internal) or that routers give out. */
const OWN_NAME = /^[^.]+$|\.(local|lan|home|internal|localdomain|home\.arpa|fritz\.box)$/i;

/** Mainnet addresses: standard and subaddress have 95 characters, integrated ones 106; pools take more behind it. */
const WALLET = /^(?:[48][1-9A-HJ-NP-Za-km-z]{94}|4[1-9A-HJ-NP-Za-km-z]{105})(?![A-Za-z0-9])/;

/** Pools that keep accounts go by an e-mail address, and those that pay in other coins by the coin's name before the address. */
const ACCOUNT = /^[^@\s]+@[^@\s]+\.[a-z]{2,}|^(?!(?:xmr|monero|solo):)[A-Z0-9]{2,8}:/i;

/** A pool that the owner named, as far as it matters here. */
export interface NamedPool {
  host: string;
  port: number;
  /** Null: the rig's label is sent. */
  user: string | null;
  /** Set where one was written that cannot be used. */
  wrongUser?: true | undefined;
  /** Set where that is a word in place of a wallet. */
  unfilled?: true | undefined;
}

/**
 * What is missing before this pool may be mined at, in one line; null when nothing is. `address` is what the host's name led to: a
 * name of one's own may lead home.
 */
export function walletMissing(pool: NamedPool, address: string | null): string | null {
  if (pool.user !== null || !isPublic(pool.host, address)) return null;
  const cure = pool.unfilled
    ? 'put yours in its user, where the word for one stands; until then the rig goes on as if this pool were not there'
    : pool.wrongUser
      ? 'correct its user, which cannot be used as it is written'
      : 'write user=YOUR_WALLET_ADDRESS below its line in rigforge.conf on the stick, or user= and any name if the stack there is your own';
  return `${pool.host} is a public pool and pays to a wallet: ${cure}`;
}

/** A doubt about the user of a public pool, in one line; some pools have accounts, so it is mined all the same. */
export function walletDoubt(pool: NamedPool, address: string | null): string | null {
  if (
    pool.user === null ||
    WALLET.test(withoutPrefix(pool.user)) ||
    ACCOUNT.test(pool.user) ||
    !isPublic(pool.host, address)
  )
    return null;
  return `the user for ${pool.host} is no Monero wallet address (95 characters that begin with 4 or 8); is it what this pool asks for?`;
}

/** Whether a host is somebody else's; `address` is what its name led to, null while that is not known. */
export function isPublic(host: string, address: string | null): boolean {
  if (isIP(host) !== 0) return !isOwnAddress(host);
  if (OWN_NAME.test(host)) return false;
  // A name server that blocks a name answers with this computer's own address: that is no way home.
  return address === null || isNowhere(address) || !isOwnAddress(address);
}
