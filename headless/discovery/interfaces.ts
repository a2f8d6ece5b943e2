/** The network as discovery needs it: where to ask, and which answers can be meant for this LAN. */
import { isIPv4, isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { inNaturalOrder } from '../order.ts';
import { inNetworks } from '../private-networks.ts';

/**
 * An interface that is up and has an IPv4 address, or an IPv6 address that leads further than its own link: a link-local one
 * is there on every interface, for seconds before IPv4 comes.
 */
export interface MulticastInterface {
  name: string;
  /** The first IPv4 address; where there is none, an IPv6 address. Its family is the one that is asked in. */
  address: string;
  /** All its networks as `address/prefix`, IPv6 included; the link-local one only where IPv6 is asked in. */
  networks: string[];
}

/** Interfaces of containers and virtual machines: no stack of the LAN is behind them. */
const VIRTUAL = /^(docker|br-|veth|virbr|lxcbr|lxdbr|cni|flannel|podman|vnet)/;

/** Interfaces to ask on: the named ones, or all but loopback and container bridges. */
export function multicastInterfaces(
  only?: readonly string[],
  all: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): MulticastInterface[] {
  const found: MulticastInterface[] = [];
  for (const [name, addresses = []] of Object.entries(all)) {
    const asking = addressToAskFrom(addresses);
    if (asking === undefined) continue;
    if (only === undefined ? asking.internal || VIRTUAL.test(name) : !only.includes(name)) continue;
    const usable = addresses.filter(({ address }) => asking.family === 'IPv6' || !isLinkLocal(address));
    found.push({ name, address: asking.address, networks: usable.flatMap(networkOf) });
  }
  return found.sort((a, b) => inNaturalOrder(a.name, b.name));
}

/** IPv6 only where nobody gave an IPv4 address: a link with both is asked once. */
function addressToAskFrom(addresses: NetworkInterfaceInfo[]): NetworkInterfaceInfo | undefined {
  const usable = addresses.filter(({ address }) => !isLinkLocal(address));
  const isSelfGiven = ({ address }: NetworkInterfaceInfo) => address.startsWith('169.254.');
  const ipv4 = usable.filter(({ family }) => family === 'IPv4');
  const ipv6 = usable.find(({ family }) => family === 'IPv6');
  return ipv4.find((one) => !isSelfGiven(one)) ?? ipv6 ?? ipv4[0];
}

/** DHCP for IPv6 hands out addresses without their network; one has 64 bits wherever hosts choose addresses (RFC 4291, 2.5.1). */
function networkOf({ address, cidr }: NetworkInterfaceInfo): string[] {
  if (cidr === null) return [];
  return [isIPv6(address) && cidr.endsWith('/128') ? `${address}/64` : cidr];
}

/**
 * Which interface a packet came in on, by its sender's address: an IPv4 socket on port 5353 hears all of them. Undefined for a sender
 * that is on none of these links, which RFC 6762 (section 11) asks to be left unheard. A link-local sender comes with its link.
 */
export function interfaceOf(
  sender: string,
  interfaces: MulticastInterface[],
): MulticastInterface | undefined {
  const [address = '', link] = sender.split('%');
  return interfaces.find((one) => (link === undefined || link === one.name) && isOnLink(address, one));
}

function isOnLink(address: string, { networks }: Pick<MulticastInterface, 'networks'>): boolean {
  return (isIPv4(address) || isIPv6(address)) && inNetworks(networks)(address);
}

/**
 * An address from an mDNS answer as this rig reaches it: a link-local one with its link, as in `fe80::1%eth0`, which is how the
 * kernel, Node and XMRig take it. Null for one outside the interface's own networks: an mDNS answer sends the rig nowhere else.
 */
export function addressOnLink(
  address: string,
  at: Pick<MulticastInterface, 'name' | 'networks'>,
): string | null {
  if (!isOnLink(address, at)) return null;
  return isLinkLocal(address) ? `${address}%${at.name}` : address;
}

/** The order in which a host's addresses are tried: where the answer itself came from, then the others, IPv6 last. */
export function addressOrder(address: string, sender: string): number {
  // Over IPv6 answers come from it, whatever else the host has.
  if (isLinkLocal(address)) return 3;
  if (address === sender) return 0;
  return isIPv6(address) ? 2 : 1;
}

/** fe80::/10 (RFC 4291, 2.5.6): the same on every link. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
