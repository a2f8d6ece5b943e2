/** Asking by mDNS on every interface at once, over `multicast-dns`. The only module that knows that package. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv4 } from 'node:net';
import type { Question } from 'dns-packet';
import multicastDns from 'multicast-dns';
import { interfaceOf, type MulticastInterface, multicastInterfaces } from './interfaces.ts';
import { type MdnsRecord, readResponse } from './records.ts';

export interface Mdns {
  /**
   * Asks on all interfaces; what cannot be sent is lost, as any packet may be. Type A asks for addresses of the family that
   * the interface has: the others would lead nowhere from there.
   */
  query(questions: Question[]): void;
  /** Follows the interfaces' addresses; true when an interface or address came or went. */
  refresh(): boolean;
  interfaces(): MulticastInterface[];
  close(): void;
}

export interface MdnsOptions {
  only?: readonly string[] | undefined;
  /** How long a link with nothing but IPv6 is left for IPv4 to come, in milliseconds; not at all by default. */
  ipv4WithinMs?: number;
  /** What a responder on the link of `at` said. */
  onRecords(records: MdnsRecord[], sender: string, at: MulticastInterface): void;
  /** The mDNS port cannot be had, or the like. */
  onProblem(interfaceName: string, error: Error): void;
}

/** Packets read in a second, from one sender and in all: more is a flood, and the rig has work to do. */
const MAX_PER_SECOND = 30;
const MAX_IN_ALL = 150;
/** RFC 6762, section 17. */
const MAX_BYTES = 9000;
const MDNS_PORT = 5353;
/** RFC 6762, section 3. */
const GROUP_IPV6 = 'ff02::fb';

interface Asker {
  at: MulticastInterface;
  socket: multicastDns.MulticastDNS;
}

/**
 * Opens one socket per interface: a query leaves only by the interface its socket belongs to. Answers of all IPv4
 * interfaces arrive at each of their sockets, so the same records come several times.
 */
export function openMdns(options: MdnsOptions): Mdns {
  let askers: Asker[] = [];
  const withoutIpv4 = new Map<string, number>();
  const interfaces = () => askers.map(({ at }) => at);

  /** An answer of mDNS comes from its port and from the link (RFC 6762, sections 6 and 11), or it is nobody's. */
  const linkOf = (at: MulticastInterface, sender: RemoteInfo) => {
    const heardOn = isIPv4(at.address) ? interfaces() : [at];
    return sender.port === MDNS_PORT ? interfaceOf(sender.address, heardOn) : undefined;
  };

  const open = (at: MulticastInterface): Asker => {
    const isInTime = limiter();
    const socket = openSocket(at, (packet, sender) => {
      const isWorthReading = isAnswer(packet) && linkOf(at, sender) !== undefined;
      return isWorthReading && isInTime(sender.address);
    });
    socket.on('error', (error: Error) => options.onProblem(at.name, error));
    // A malformed packet, or a send while the link is down: the next query will do.
    socket.on('warning', () => {});
    socket.on('response', (packet, sender) => {
      const link = linkOf(at, sender);
      const records = readResponse(packet);
      if (link !== undefined && records.length > 0) options.onRecords(records, sender.address, link);
    });
    return { at, socket };
  };

  /** A router that gives both gives IPv6 first at times: its LAN is not asked in two ways for that. */
  const isSettled = ({ name, address }: MulticastInterface, now: number): boolean => {
    if (isIPv4(address)) return true;
    const since = withoutIpv4.get(name) ?? now;
    withoutIpv4.set(name, since);
    return now - since >= (options.ipv4WithinMs ?? 0);
  };

  const refresh = (): boolean => {
    const now = performance.now();
    const up = multicastInterfaces(options.only);
    const isLone = (name: string) => up.some((one) => one.name === name && !isIPv4(one.address));
    for (const name of withoutIpv4.keys()) if (!isLone(name)) withoutIpv4.delete(name);
    const wanted = up.filter((one) => isSettled(one, now));
    const isSame = (a: MulticastInterface, b: MulticastInterface) =>
      a.name === b.name && a.networks.join() === b.networks.join();
    const kept = askers.filter(({ at }) => wanted.some((one) => isSame(one, at)));
    const added = wanted.filter((one) => !kept.some(({ at }) => isSame(one, at)));
    // multicast-dns never forgets an address it joined on, so a changed one gets a new socket.
    for (const asker of askers) if (!kept.includes(asker)) asker.socket.destroy();
    const changed = added.length > 0 || kept.length < askers.length;
    askers = [...kept, ...added.map(open)];
    return changed;
  };

  refresh();
  return {
    refresh,
    interfaces,
    query: (questions) => {
      for (const { socket, at } of askers) socket.query(inFamilyOf(at, questions), () => {});
    },
    close: () => {
      for (const { socket } of askers) socket.destroy();
      askers = [];
    },
  };
}

type Hears = (packet: Buffer, sender: RemoteInfo) => boolean;

/** `hears` is asked before a packet is taken apart, which takes longer than all the rest: a flood costs the rig nothing more. */
function openSocket({ name, address }: MulticastInterface, hears: Hears): multicastDns.MulticastDNS {
  const type = isIPv4(address) ? 'udp4' : 'udp6';
  const socket = createSocket({ type, reuseAddr: true });
  const emit: (event: string, ...values: unknown[]) => boolean = socket.emit.bind(socket);
  socket.emit = (event: string, ...values: unknown[]) => {
    const isUnheard = event === 'message' && !hears(...(values as Parameters<Hears>));
    return !isUnheard && emit(event, ...values);
  };
  // Bound to its interface's own address the socket would receive no multicast on Linux.
  if (type === 'udp4') return multicastDns({ socket, interface: address, bind: '0.0.0.0' });
  // Bound to the group on its link it hears that link alone, and nothing that was sent to the rig from elsewhere.
  const bind = `${GROUP_IPV6}%${name}`;
  return multicastDns({ socket, type, ip: GROUP_IPV6, interface: `::%${name}`, bind });
}

/** True for what says of itself that it is an answer, and is no longer than one may be. */
function isAnswer(packet: Buffer): boolean {
  return packet.length <= MAX_BYTES && ((packet[2] ?? 0) & 0x80) !== 0;
}

/** Tells whether one more packet of a sender is read in this second. */
function limiter(): (sender: string) => boolean {
  const heard = new Map<string, number>();
  let second = 0;
  let all = 0;
  return (sender) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      heard.clear();
      all = 0;
    }
    second = now;
    const count = (heard.get(sender) ?? 0) + 1;
    if (count > MAX_PER_SECOND || all >= MAX_IN_ALL) return false;
    heard.set(sender, count);
    all += 1;
    return true;
  };
}

function inFamilyOf({ address }: MulticastInterface, questions: Question[]): Question[] {
  if (isIPv4(address)) return questions;
  return questions.map((question) => (question.type === 'A' ? { ...question, type: 'AAAA' } : question));
}
