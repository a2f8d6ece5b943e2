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

const CURE = 'write the address of the computer that runs your stack, for example pool=192.168.1.10:3333';

/** Why there is never anything to mine at, in one line; null for a host that may be a stack. `host` in lower case. */
export function whyNever(host: string): string | null {
  if (isHostPlaceholder(host)) {
    return `"${quotePlace(host)}" still has to be filled in: write the name or address of your stack or pool there`;
  }
  if (isIP(host) === 0) return null;
  if (isEvery(host)) return `${host} means every address and is no place to go to; ${CURE}`;
  if (isMany(host)) return `${host} is not the address of one computer; ${CURE}`;
  if (isLinkLocal6(host)) return `${host} is known on one cable only; ${CURE}`;
  return null;
}

/** Why a rig that only mines cannot mine at this host, which is itself; null for any other. */
export function whyItself(host: string): string | null {
  return isItself(host) ? `${host} is this rig itself, and no stack runs on it; ${CURE}` : null;
}

/** An address with which a name server says "nowhere": name servers that filter answer so for what they block. */
export function isNowhere(address: string): boolean {
  return isIP(address) !== 0 && (isEvery(address) || isLoopback(address));
}

function isItself(host: string): boolean {
  return isIP(host) === 0 ? OWN_NAMES.test(host) : isLoopback(host);
}
