import { type OpenPort, openPorts as portsOf } from '../boot/figures.ts';
import type { Row } from '../row.ts';

/** mDNS, and the DHCP client's ports for IPv4 and IPv6: what README and docs name. UDP only. */
const NAMED = new Map([
  [5353, 'mDNS'],
  [68, 'DHCP client'],
  [546, 'DHCPv6 client'],
]);

export const openPorts: Row = {
  name: 'open-ports',
  what: 'network ports open to strangers',
  goal: 'none but mDNS and DHCP client',
  needs: 'boot',
  async measure(bench) {
    const { rig } = await bench.boot();
    const open = portsOf(rig.guest.sockets);
    const strange = open.filter((port) => !port.loopback && !isNamed(port));
    const named = open.filter((port) => !port.loopback && isNamed(port));
    return {
      value: strange.length === 0 ? 'none' : strange.map(written).join(', '),
      holds: strange.length === 0,
      note: `Named: ${list(named)}. On loopback, for the machine itself only: ${list(open.filter(({ loopback }) => loopback))}. Read from /proc/net in the mining rig.`,
      figures: { open },
    };
  },
};

function isNamed({ protocol, port }: OpenPort): boolean {
  return protocol.startsWith('udp') && NAMED.has(port);
}

function list(ports: OpenPort[]): string {
  return ports.length === 0 ? 'none' : ports.map(written).join(', ');
}

function written({ protocol, address, port }: OpenPort): string {
  const named = protocol.startsWith('udp') ? NAMED.get(port) : undefined;
  return `${protocol} ${address} port ${port}${named === undefined ? '' : ` (${named})`}`;
}
