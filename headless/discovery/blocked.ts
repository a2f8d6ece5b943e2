/** Names that a filtering name server keeps from everybody on its network: it answers with an address that is nowhere. Pure. */
import { isIP } from 'node:net';
import { isNowhere } from '../config/never-a-stack.ts';
import { isLanName } from '../pool.ts';

/** True where a name leads to no place but this computer itself. Names that every computer has for itself are none, nor those that the network itself answers for. */
export function isBlocked(host: string, addresses: readonly string[]): boolean {
  return (
    isIP(host) === 0 &&
    !/(?:^|\.)localhost$/i.test(host) &&
    !isLanName(host) &&
    addresses.length > 0 &&
    addresses.every(isNowhere)
  );
}

/** What the owner can do about it, in one line. */
export function blocked(host: string, [address = '']: readonly string[]): string {
  return `the name server of this network blocks ${host} (it answers ${address}): allow the name there (Pi-hole, AdGuard, the router), or write dns=9.9.9.9 in rigforge.conf`;
}
