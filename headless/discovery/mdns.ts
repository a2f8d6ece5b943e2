/** Asking by mDNS on every interface at once, over `multicast-dns`. The only module that knows that package. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
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

/** Packets read from one sender in a second, and senders listened to: more is a flood, and the rig has work to do. */
const MAX_PER_SECOND = 30;
const MAX_SENDERS = 100;
const MDNS_PORT = 5353;
const HEADER_BYTES = 12;
const MAX_BYTES = 9000;
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

  const open = (at: MulticastInterface): Asker => {
    const heard = new Map<string, number>();
    let second = 0;
    const heardOn = () => (isIPv4(at.address) ? interfaces() : [at]);
    const isHeard: Ear = (message, sender) => {
      if (!isAnswer(message) || sender.port !== MDNS_PORT) return false;
      if (interfaceOf(sender.address, heardOn()) === undefined) return false;
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) heard.clear();
      second = now;
      const count = (heard.get(sender.address) ?? 0) + 1;
      if (count > MAX_PER_SECOND || heard.size > MAX_SENDERS) return false;
      heard.set(sender.address, count);
      return true;
    };
    const socket = openSocket(at, isHeard);
    socket.on('error', (error: Error) => options.onProblem(at.name, error));
    // A malformed packet, or a send while the link is down: the next query will do.
    socket.on('warning', () => {});
    socket.on('response', (packet, sender) => {
      const link = interfaceOf(sender.address, heardOn());
      if (link === undefined) return;
      const records = readResponse(packet);
      if (records.length > 0) options.onRecords(records, sender.address, link);
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

/** Whether a packet is listened to. */
type Ear = (message: Buffer, sender: RemoteInfo) => boolean;

/** Of a size that mDNS allows (RFC 6762, section 17), and marked as a response. */
function isAnswer(message: Buffer): boolean {
  return message.length >= HEADER_BYTES && message.length <= MAX_BYTES && (message.readUInt8(2) & 0x80) !== 0;
}

function openSocket({ name, address }: MulticastInterface, isHeard: Ear): multicastDns.MulticastDNS {
  // Bound to its interface's own address the socket would receive no multicast on Linux.
  if (isIPv4(address))
    return multicastDns({ interface: address, bind: '0.0.0.0', socket: pickySocket('udp4', isHeard) });
  // Bound to the group on its link it hears that link alone, and nothing that was sent to the rig from elsewhere.
  const bind = `${GROUP_IPV6}%${name}`;
  const socket = pickySocket('udp6', isHeard);
  return multicastDns({ type: 'udp6', ip: GROUP_IPV6, interface: `::%${name}`, bind, socket });
}

/**
 * The package decodes whatever its socket receives, which costs milliseconds where somebody means it badly. An answer of mDNS comes from
 * its port and from the link (RFC 6762, sections 6 and 11): what does not is dropped before.
 */
function pickySocket(type: 'udp4' | 'udp6', isHeard: Ear): Socket {
  const socket = createSocket({ type, reuseAddr: true });
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
  const pick = (event: string, ...args: unknown[]) => {
    const [message, sender] = args;
    const isDeaf = event === 'message' && !isHeard(message as Buffer, sender as RemoteInfo);
    return isDeaf ? false : emit(event, ...args);
  };
  return Object.assign(socket, { emit: pick });
}

function inFamilyOf({ address }: MulticastInterface, questions: Question[]): Question[] {
  if (isIPv4(address)) return questions;
  return questions.map((question) => (question.type === 'A' ? { ...question, type: 'AAAA' } : question));
}
