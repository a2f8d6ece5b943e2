/** Asking by mDNS on every interface at once, over `multicast-dns`. The only module that knows that package. */
import type { Question } from 'dns-packet';
import multicastDns from 'multicast-dns';
import { type MulticastInterface, multicastInterfaces } from './interfaces.ts';
import { type MdnsRecord, readResponse } from './records.ts';

export interface Mdns {
  /** Asks on all interfaces; what cannot be sent is lost, as any packet may be. */
  query(questions: Question[]): void;
  /** Follows the interfaces' addresses; true when an interface or address came or went. */
  refresh(): boolean;
  interfaces(): MulticastInterface[];
  close(): void;
}

export interface MdnsOptions {
  only?: readonly string[] | undefined;
  onRecords(records: MdnsRecord[], sender: string): void;
  /** The mDNS port cannot be had, or the like. */
  onProblem(interfaceName: string, error: Error): void;
}

interface Asker {
  at: MulticastInterface;
  socket: multicastDns.MulticastDNS;
}

/**
 * Opens one socket per interface: a query leaves only by the interface its socket belongs to. Answers of all
 * interfaces arrive at each of these sockets, so the same records come several times.
 */
export function openMdns(options: MdnsOptions): Mdns {
  let askers: Asker[] = [];

  const open = (at: MulticastInterface): Asker => {
    // Bound to its interface's own address the socket would receive no multicast on Linux.
    const socket = multicastDns({ interface: at.address, bind: '0.0.0.0' });
    socket.on('error', (error: Error) => options.onProblem(at.name, error));
    // A malformed packet, or a send while the link is down: the next query will do.
    socket.on('warning', () => {});
    socket.on('response', (packet, sender) => {
      const records = readResponse(packet);
      if (records.length > 0) options.onRecords(records, sender.address);
    });
    return { at, socket };
  };

  const refresh = (): boolean => {
    const wanted = multicastInterfaces(options.only);
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
    interfaces: () => askers.map(({ at }) => at),
    query: (questions) => {
      for (const { socket } of askers) socket.query(questions, () => {});
    },
    close: () => {
      for (const { socket } of askers) socket.destroy();
      askers = [];
    },
  };
}
