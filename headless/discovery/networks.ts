/** Which addresses a rig may ask one by one. Pure. */
import { isIPv4 } from 'node:net';
import { HOME_NETWORKS, inNetworks } from '../private-networks.ts';
import type { MulticastInterface } from './interfaces.ts';

/** A piece of this LAN, at most 254 addresses. */
export interface SweepNetwork {
  /** `192.168.1.0/24`. */
  name: string;
  interfaceName: string;
  addresses: string[];
}

/** Carriers' networks (100.64.0.0/10) and public ones belong to other people. */
const isHome = inNetworks(HOME_NETWORKS);

/** The part of a large network that is asked: the 256 addresses around the rig's own. */
const LEAST_PREFIX = 24;

/** For each private IPv4 network of the rig, the addresses around its own, without its own. */
export function addressesToSweep(interfaces: MulticastInterface[]): SweepNetwork[] {
  const own = new Set(interfaces.flatMap(({ networks }) => networks.map((network) => network.split('/')[0])));
  const found = new Map<string, SweepNetwork>();
  for (const { name: interfaceName, networks } of interfaces) {
    for (const network of networks) {
      const [address = '', prefixText = ''] = network.split('/');
      const prefix = Math.max(Number(prefixText), LEAST_PREFIX);
      // Links between two points (/31, /32) have no neighbours to ask.
      if (!isIPv4(address) || !isHome(address) || prefix > 30) continue;
      const size = 2 ** (32 - prefix);
      const first = Math.floor(toNumber(address) / size) * size;
      const name = `${toAddress(first)}/${prefix}`;
      const addresses = Array.from({ length: size - 2 }, (_, index) => toAddress(first + 1 + index));
      const others = addresses.filter((one) => !own.has(one));
      if (!found.has(name)) found.set(name, { name, interfaceName, addresses: others });
    }
  }
  return [...found.values()];
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
