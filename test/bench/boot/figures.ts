/** What is read in the booted rig, and how it is read. Pure. */

export interface GuestText {
  meminfo: string;
  /** XMRig's /proc/PID/smaps_rollup. */
  xmrig: string;
  /** The same of our own programs, by unit. */
  programs: Record<string, string>;
  /** /proc/net/tcp, tcp6, udp and udp6, by name. */
  sockets: Record<Protocol, string>;
}

export const PROTOCOLS = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Bytes of a booted rig's memory. */
export interface GuestMemory {
  total: number;
  available: number;
  /** Reserved huge pages of all sizes; they count as used, whoever uses them. */
  hugePages: number;
  /** XMRig's own memory beside huge pages: all of it in light mode without them. */
  xmrig: number;
  /** What the goal is about: the rest. */
  rig: number;
}

/** From /proc/meminfo and XMRig's smaps_rollup. */
export function guestMemory({ meminfo, xmrig }: Pick<GuestText, 'meminfo' | 'xmrig'>): GuestMemory {
  const bytes = (text: string, key: string) =>
    Number(new RegExp(`^${key}: +(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
  const [total, available] = [bytes(meminfo, 'MemTotal'), bytes(meminfo, 'MemAvailable')];
  const hugePages = bytes(meminfo, 'Hugetlb');
  const miner = bytes(xmrig, 'Pss');
  return { total, available, hugePages, xmrig: miner, rig: total - available - hugePages - miner };
}

/** A port that takes what is sent to it. */
export interface OpenPort {
  protocol: Protocol;
  address: string;
  port: number;
  loopback: boolean;
}

/** TCP sockets that listen and UDP sockets that are bound and not connected, as `ss -lntu` would list them. */
export function openPorts(sockets: Record<Protocol, string>): OpenPort[] {
  const open = PROTOCOLS.flatMap((protocol) =>
    sockets[protocol].split('\n').flatMap((line) => openPort(protocol, line)),
  );
  const unique = new Map(open.map((one) => [`${one.protocol} ${one.address} ${one.port}`, one]));
  return [...unique.values()];
}

/** Linux' `include/net/tcp_states.h`: TCP_LISTEN; and what an unconnected UDP socket shows, TCP_CLOSE. */
const WAITING = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

function openPort(protocol: Protocol, line: string): OpenPort[] {
  const match = /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /.exec(line);
  if (match === null || match[3] !== WAITING[protocol]) return [];
  const address = addressOf(match[1] ?? '');
  return [
    {
      protocol,
      address,
      port: Number.parseInt(match[2] ?? '', 16),
      loopback: /^(127\.|::1$|::ffff:127\.)/.test(address),
    },
  ];
}

/** The kernel prints each 32-bit word of an address in the machine's byte order, here little-endian. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
