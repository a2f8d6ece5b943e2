/** Hosts that can never be a stack or a pool, whoever asks from wherever: mining there would be waiting for ever. Pure. */
import { isIP } from 'node:net';
import { inNetworks } from '../private-networks.ts';
import { isHostPlaceholder } from './placeholder.ts';
import { quotePlace } from './quote.ts';

const isLoopback = inNetworks(['127.0.0.0/8', '::1/128', '::ffff:127.0.0.0/104']);
/** "This network" (RFC 1122) and the unspecified address: what programs listen on. */
const isEvery = inNetworks(['0.0.0.0/8', '::/128', '::ffff:0.0.0.0/104']);
/** Multicast, reserved and broadcast. */
const isMany = inNetworks(['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8']);
const isLinkLocal6 = inNetworks(['fe80::/10']);
/** Names that every computer has for itself (RFC 6761 and Debian's /etc/hosts). */
const OWN_NAMES = /(?:^|\.)localhost$|^localhost\.localdomain$|^localhost[46]$|^ip6-(?:localhost|loopback)$/;

/** What is meant by a host. */
type Meant = 'stack' | 'proxy';

const CURES: Record<Meant, string> = {
  stack: 'write the address of the computer that runs your stack, for example pool=192.168.1.10:3333',
  proxy: 'write the address of the computer that runs the proxy, for example socks5=192.168.1.10:9050',
};

/** Names that only another network has, and the proxy that leads there. */
const OVERLAYS: [ending: RegExp, network: string][] = [
  [/\.onion$/, 'Tor'],
  [/\.i2p$/, 'I2P'],
];

/** Why there is never anything to mine at, in one line; null for a host that may be a stack. `host` in lower case. */
export function whyNever(host: string, meant: Meant = 'stack'): string | null {
  const cure = CURES[meant];
  if (isHostPlaceholder(host)) {
    const what = meant === 'stack' ? 'your stack or pool' : 'the proxy';
    return `"${quotePlace(host)}" still has to be filled in: write the name or address of ${what} there`;
  }
  if (isIP(host) === 0) return null;
  if (isEvery(host)) return `${host} means every address and is no place to go to; ${cure}`;
  if (isMany(host)) return `${host} is not the address of one computer; ${cure}`;
  if (isLinkLocal6(host)) return `${host} is known on one cable only; ${cure}`;
  return null;
}

/** Why a rig that only mines cannot mine at this host, which is itself; null for any other. */
export function whyItself(host: string, meant: Meant = 'stack'): string | null {
  return isItself(host) ? `${host} is this rig itself, and no ${meant} runs on it; ${CURES[meant]}` : null;
}

/** Why a pool can never be reached without a proxy, in one line; null for one that may be. */
export function whyOutOfReach(host: string): string | null {
  const network = OVERLAYS.find(([ending]) => ending.test(host))?.[1];
  return network === undefined
    ? null
    : `${host} is reached through ${network} only: write socks5= below it, with the address of a computer that runs ${network}`;
}

/** An address with which a name server says "nowhere": name servers that filter answer so for what they block. */
export function isNowhere(address: string): boolean {
  return isIP(address) !== 0 && (isEvery(address) || isLoopback(address));
}

function isItself(host: string): boolean {
  return isIP(host) === 0 ? OWN_NAMES.test(host) : isLoopback(host);
}
