/** The network as discovery needs it: where to ask, and which answers can be meant for this LAN. */
import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { inNaturalOrder } from '../order.ts';
import { inNetworks } from '../private-networks.ts';

/** An interface that is up and has an IPv4 address; the first one where it has several. */
export interface MulticastInterface {
  name: string;
  address: string;
  /** All its networks as `address/prefix`, IPv6 included. */
  networks: string[];
}

/** Interfaces of containers and virtual machines: no stack of the LAN is behind them. */
const VIRTUAL = /^(docker|br-|veth|virbr|lxcbr|lxdbr|cni|flannel|podman|vnet)/;

/** Interfaces to ask on: the named ones, or all but loopback and container bridges. */
export function multicastInterfaces(only?: readonly string[]): MulticastInterface[] {
  const found: MulticastInterface[] = [];
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const ipv4 = addresses.find(({ family }) => family === 'IPv4');
    if (ipv4 === undefined) continue;
    if (only === undefined ? ipv4.internal || VIRTUAL.test(name) : !only.includes(name)) continue;
    const networks = addresses.flatMap(({ cidr }) =>
      cidr === null || cidr.startsWith('fe80') ? [] : [cidr],
    );
    found.push({ name, address: ipv4.address, networks });
  }
  return found.sort((a, b) => inNaturalOrder(a.name, b.name));
}

/**
 * Which interface a packet came in on, by its sender's address: every socket on port 5353 hears all of them. Undefined for a sender
 * that is on none of these links, which RFC 6762 (section 11) asks to be left unheard.
 */
export function interfaceOf(
  sender: string,
  interfaces: MulticastInterface[],
): MulticastInterface | undefined {
  return interfaces.find((one) => isOnLink(sender, one));
}

/** True for an address inside the interface's own networks: an mDNS answer sends the rig nowhere else. */
export function isOnLink(address: string, { networks }: Pick<MulticastInterface, 'networks'>): boolean {
  return (isIPv4(address) || isIPv6(address)) && inNetworks(networks)(address);
}

/** The order in which a host's addresses are tried: where the answer itself came from, then the others, IPv6 last. */
export function addressOrder(address: string, sender: string): number {
  if (address === sender) return 0;
  return isIPv6(address) ? 2 : 1;
}
