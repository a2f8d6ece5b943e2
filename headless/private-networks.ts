/** Networks that are not the internet, and lists of networks to look addresses up in. Pure. */
import { BlockList, isIPv6 } from 'node:net';

/** RFC 1918: the networks of homes and companies. */
export const HOME_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** With link-local (RFC 3927), carrier's (RFC 6598, also VPNs such as Tailscale) and unique local IPv6 (RFC 4193) networks. */
export const PRIVATE_NETWORKS = [...HOME_NETWORKS, '169.254.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Tells whether an address, IPv4 or IPv6, is in one of `networks`, each as `address/prefix`. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = lists.get(networks) ?? listOf(networks);
  lists.set(networks, list);
  return (address) => list.check(address, family(address));
}

/** Each record of each packet asks for the same few: making a list takes longer than all the rest. */
const lists = new WeakMap<readonly string[], BlockList>();

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = '32'] = network.split('/');
    list.addSubnet(address, Number(prefix), family(address));
  }
  return list;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
