/** What mDNS responders said and for how long it holds, bounded however much they say. No clock and no sockets of its own. */
import { isIPv6 } from 'node:net';
import type { Question } from 'dns-packet';
import { mdnsName, SERVICE_TYPE, STRATUM_PORT } from '../names.ts';
import { inNaturalOrder } from '../order.ts';
import { cleanText } from '../text.ts';
import { addressOnLink, addressOrder } from './interfaces.ts';
import type { ProbeResult } from './probe.ts';
import type { MdnsRecord } from './records.ts';

/** A place that may be a stack, as far as mDNS tells. */
export interface Candidate {
  /** `host:port`, which stays when the address changes. */
  id: string;
  name: string;
  host: string;
  port: number;
  found: 'mdnsName' | 'dnsSd' | 'sweep';
  /** Best first, never empty. */
  addresses: string[];
  /** Addresses whose own hosts have said that they have this name: more than one means that several computers use it. */
  claimants?: string[];
  /** What it answered already when it was found, and when: nobody is logged in to twice for one answer. */
  answer?: { address: string; result: ProbeResult; at: number };
}

/** Where a packet came from: the sender's address, and name and networks of the interface it came in on. */
export interface Origin {
  sender: string;
  interfaceName: string;
  networks: string[];
}

export interface Cache {
  /** Takes the records of one packet. */
  add(records: MdnsRecord[], origin: Origin, now: number): void;
  /** Forgets what has run out; true when something did. */
  expire(now: number): boolean;
  /** Forgets what was learnt on interfaces that are gone. */
  keepInterfaces(names: string[]): void;
  /** Well-known names in their order, then DNS-SD by name. */
  candidates(): Candidate[];
  /** What is always asked: the names and the service type. Type A stands for addresses of either family. */
  questions(): Question[];
  /** What is still needed to reach advertised services. */
  missing(): Question[];
  /** When the first short-lived record has used up 85 % of its time and should be asked for again; infinite when there is none. */
  refreshAt(): number;
}

/** Services kept at a time, in all and from one sender: a flood neither fills the memory nor hides the real stack. */
const MAX_SERVICES = 64;
const MAX_SERVICES_OF_ONE_SENDER = 16;
const MAX_ADDRESSES = 8;
/** Shorter times to live than this, in seconds, would make a stack flicker; goodbyes are honoured. */
const MIN_TTL = 10;
/** Records that hold for longer than this, in seconds, are asked for several times anyway by the question of every minute. */
const SHORT_TTL = 240;
/** RFC 6762, 10.1 and 10.2: a goodbye, or an answer that replaces others, leaves the old record one second. */
const GOODBYE_MS = 1000;

interface Lease {
  expiresAt: number;
  refreshAt: number;
}
interface Address extends Lease {
  address: string;
  sender: string;
  interfaceName: string;
  order: number;
  heardAt: number;
}
interface Service extends Lease {
  name: string;
  sender: string;
  interfaceName: string;
  target: ({ host: string; port: number } & Lease) | null;
}

/**
 * @param names well-known host names to ask for
 * @param options.isWorthKeeping tells which candidates must not make room for new ones
 */
export function createCache(
  names: readonly string[],
  options: { isWorthKeeping(id: string): boolean },
): Cache {
  const wellKnown = [...new Set(names.map(mdnsName))];
  const hosts = new Map<string, Address[]>();
  const services = new Map<string, Service>();

  const addPointer = (record: MdnsRecord & { type: 'pointer' }, origin: Origin, now: number) => {
    const key = record.instance.toLowerCase();
    if (record.name !== SERVICE_TYPE || !key.endsWith(`.${SERVICE_TYPE}`)) return;
    const known = services.get(key);
    if (known !== undefined) {
      Object.assign(known, lease(record, now));
    } else if (record.ttl > 0 && makeRoom(origin.sender)) {
      // The name may hold dots: what is left of the known type is the name.
      const name = cleanText(record.instance.slice(0, -SERVICE_TYPE.length - 1), 63);
      const { sender, interfaceName } = origin;
      services.set(key, { name, sender, interfaceName, target: null, ...lease(record, now) });
    }
  };

  const makeRoom = (sender: string): boolean => {
    const ofSender = [...services.values()].filter((service) => service.sender === sender).length;
    if (ofSender >= MAX_SERVICES_OF_ONE_SENDER) return false;
    if (services.size < MAX_SERVICES) return true;
    for (const [key, { target }] of services) {
      if (target !== null && options.isWorthKeeping(`${target.host}:${target.port}`)) continue;
      return services.delete(key);
    }
    return false;
  };

  const addTarget = (record: MdnsRecord & { type: 'service' }, now: number) => {
    const service = services.get(record.name);
    if (service === undefined || isOddPort(record.port)) return;
    if (record.ttl === 0 && service.target !== null) Object.assign(service.target, lease(record, now));
    else if (record.ttl > 0) service.target = { host: record.host, port: record.port, ...lease(record, now) };
  };

  const isWanted = (host: string) =>
    wellKnown.includes(host) || [...services.values()].some(({ target }) => target?.host === host);

  const addAddress = (record: MdnsRecord & { type: 'address' }, origin: Origin, now: number) => {
    const { interfaceName, networks } = origin;
    const address = addressOnLink(record.address, { name: interfaceName, networks });
    if (address === null || !isWanted(record.name)) return;
    const known = hosts.get(record.name) ?? [];
    const same = known.find((one) => one.address === address && one.interfaceName === interfaceName);
    if (record.flush && record.ttl > 0) {
      for (const old of known) {
        const isReplaced =
          old !== same &&
          old.interfaceName === interfaceName &&
          // A and AAAA are two sets of records: what replaces one says nothing of the other.
          isIPv6(old.address) === isIPv6(address) &&
          now - old.heardAt > GOODBYE_MS;
        if (isReplaced) old.expiresAt = Math.min(old.expiresAt, now + GOODBYE_MS);
      }
    }
    const order = addressOrder(address, origin.sender);
    const told = { sender: origin.sender, heardAt: now, order, ...lease(record, now) };
    if (same !== undefined) {
      // Nobody says goodbye for somebody else, nor anything else where that one has spoken for himself.
      const isOwn = order === 0 || same.sender === origin.sender;
      if (isOwn || (record.ttl > 0 && same.order > 0)) Object.assign(same, told);
    } else if (record.ttl > 0 && hasRoom(known, order)) {
      known.push({ address, interfaceName, ...told });
      hosts.set(record.name, known);
    }
  };

  return {
    add: (records, origin, now) => {
      for (const record of records) {
        if (record.type === 'pointer') addPointer(record, origin, now);
        else if (record.type === 'service') addTarget(record, now);
        else addAddress(record, origin, now);
      }
    },

    expire: (now) => {
      let changed = false;
      for (const [key, service] of services) {
        if (service.target !== null && service.target.expiresAt <= now) service.target = null;
        else if (service.expiresAt > now) continue;
        changed = true;
        if (service.expiresAt <= now) services.delete(key);
      }
      for (const [host, addresses] of hosts) {
        const left = isWanted(host) ? addresses.filter(({ expiresAt }) => expiresAt > now) : [];
        if (left.length === addresses.length) continue;
        changed = true;
        if (left.length > 0) hosts.set(host, left);
        else hosts.delete(host);
      }
      return changed;
    },

    keepInterfaces: (kept) => {
      for (const [key, service] of services) if (!kept.includes(service.interfaceName)) services.delete(key);
      for (const [host, addresses] of hosts) {
        hosts.set(
          host,
          addresses.filter(({ interfaceName }) => kept.includes(interfaceName)),
        );
      }
    },

    candidates: () => {
      const found = new Map<string, Candidate>();
      const add = (candidate: Omit<Candidate, 'id' | 'addresses'>) => {
        const id = `${candidate.host}:${candidate.port}`;
        const known = hosts.get(candidate.host) ?? [];
        const addresses = best(known);
        const claimants = best(known.filter(({ order }) => order === 0));
        if (addresses.length === 0 || found.has(id)) return;
        const claims = claimants.length > 1 ? { claimants } : {};
        found.set(id, { id, ...candidate, addresses, ...claims });
      };
      for (const host of wellKnown) add({ name: host, host, port: STRATUM_PORT, found: 'mdnsName' });
      // Anybody may advertise what he likes: the name of another computer is not shown for him.
      const looksLikeHost = (name: string) =>
        name === '' || /\.local\.?$/i.test(name) || wellKnown.includes(mdnsName(name));
      const advertised = [...services.values()].sort((a, b) => inNaturalOrder(a.name, b.name));
      for (const { name, target } of advertised) {
        if (target === null) continue;
        const { host, port } = target;
        add({ name: looksLikeHost(name) ? host : name, host, port, found: 'dnsSd' });
      }
      return [...found.values()];
    },

    questions: () => [
      ...wellKnown.map((name): Question => ({ name, type: 'A' })),
      { name: SERVICE_TYPE, type: 'PTR' },
    ],

    missing: () => {
      const questions: Question[] = [];
      for (const [key, { target }] of services) {
        // A name with a dot in it cannot be asked for: the package would take it for two.
        const canAsk = !key.slice(0, -SERVICE_TYPE.length - 1).includes('.');
        if (target === null && canAsk) questions.push({ name: key, type: 'SRV' });
        else if (target !== null && !hosts.has(target.host)) questions.push({ name: target.host, type: 'A' });
      }
      return questions.slice(0, 20);
    },

    refreshAt: () => {
      const leases: Lease[] = [...services.values()].flatMap((service) =>
        service.target === null ? [service] : [service, service.target],
      );
      for (const addresses of hosts.values()) leases.push(...addresses);
      return leases.reduce(
        (soonest, { refreshAt }) => Math.min(soonest, refreshAt),
        Number.POSITIVE_INFINITY,
      );
    },
  };
}

/** Whoever answers for himself comes before what others say of a name, however much that is. */
function hasRoom(known: Address[], order: number): boolean {
  if (known.length < MAX_ADDRESSES) return true;
  const last = known.findIndex((one) => one.order > order);
  if (last >= 0) known.splice(last, 1);
  return last >= 0;
}

/** Whose programs do something with any line that they are sent: printers, databases, mail and the like. */
const ODD_PORTS = [1900, 2049, 3306, 3389, 5060, 5353, 5432, 5900, 6379, 9100, 9101, 9102, 11211, 27017];

/** True for a port where no stack listens, whatever a record says: the rig is not made to talk to anything there is. */
function isOddPort(port: number): boolean {
  return port < 1024 || ODD_PORTS.includes(port);
}

function lease(record: { ttl: number }, now: number): Lease {
  if (record.ttl === 0) return { expiresAt: now + GOODBYE_MS, refreshAt: Number.POSITIVE_INFINITY };
  const ttlMs = Math.max(record.ttl, MIN_TTL) * 1000;
  const refreshAt = record.ttl <= SHORT_TTL ? now + ttlMs * 0.85 : Number.POSITIVE_INFINITY;
  return { expiresAt: now + ttlMs, refreshAt };
}

function best(addresses: Address[]): string[] {
  const sorted = addresses.toSorted((a, b) => a.order - b.order || inNaturalOrder(a.address, b.address));
  return [...new Set(sorted.map(({ address }) => address))];
}
