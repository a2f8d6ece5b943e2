import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { isMacName, mdnsName } from '../names.ts';
import { addressOnLink, addressOrder } from './interfaces.ts';
import { openMdns } from './mdns.ts';
import { resolveMacName } from './neighbours.ts';

/** A name that nobody answers for is given up after this long. */
const PATIENCE_MS = 4000;
const QUERY_AT_MS = [0, 1000, 2500];
/** What answers within this time of the first answer is put in order with it, in milliseconds. */
const GATHER_MS = 30;
/** So long for all who answer, where it matters that there may be several. */
const GATHER_ALL_MS = 1000;
const MAX_ADDRESSES = 8;

/**
 * Addresses of a host, best first, IPv4 before IPv6; empty when nobody knows it. An address is given back as it is. A
 * `.local` name, or a name without a dot, is asked for by mDNS and of the system at the same time: the first answer
 * wins. A network card (`isMacName`) is looked for among the neighbours. Never throws; takes at most 4 s.
 * @param options.everybody all who answer within a second count, and not only the first
 * @param options.discoverOn interfaces to ask on, as in `['lo']`; all of the LAN by default
 */
export async function resolveHost(
  host: string,
  options: { signal?: AbortSignal; discoverOn?: string[]; everybody?: boolean } = {},
): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (!/^[a-z0-9]/i.test(host)) return [];
  const done = new AbortController();
  const timer = setTimeout(() => done.abort(), PATIENCE_MS);
  const stop = () => done.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  const gatherMs = options.everybody ? GATHER_ALL_MS : GATHER_MS;
  const asked = waysToAsk(host, { only: options.discoverOn, signal: done.signal, gatherMs });
  const first = await Promise.any(asked.map(rejectEmpty)).catch(() => []);
  if (options.everybody && first.length > 0)
    await Promise.race([Promise.allSettled(asked), sleep(GATHER_ALL_MS)]);
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', stop);
  done.abort();
  const answer = options.everybody ? await allOf(asked) : first;
  return answer.sort((a, b) => isIP(a) - isIP(b)).slice(0, MAX_ADDRESSES);
}

async function allOf(asked: Promise<string[]>[]): Promise<string[]> {
  const answers = await Promise.all(asked.map((answer) => answer.catch(() => [])));
  return [...new Set(answers.flat())];
}

interface Asking {
  only: string[] | undefined;
  signal: AbortSignal;
  /** What answers within this time of the first answer counts with it. */
  gatherMs: number;
}

function waysToAsk(host: string, asking: Asking): Promise<string[]>[] {
  const { only, signal } = asking;
  if (isMacName(host)) return [resolveMacName(host, { discoverOn: only, signal })];
  const system = askSystem(host, signal);
  if (!/\.local\.?$/i.test(host) && host.includes('.')) return [system];
  return [system, askMdns(mdnsName(host), asking)];
}

/**
 * The system's resolver (getaddrinfo) in a process of its own: Node's would hold one of four worker threads for up
 * to half a minute when the DNS server is away, and reading files waits for the same threads.
 */
async function askSystem(host: string, signal: AbortSignal): Promise<string[]> {
  const result = await execa('getent', ['ahosts', host], {
    cancelSignal: signal,
    reject: false,
    stdin: 'ignore',
    maxBuffer: 100_000,
  });
  const addresses = String(result.stdout ?? '')
    .split('\n')
    .map((line) => line.split(/\s/)[0] ?? '')
    .filter((address) => isIP(address) !== 0 && !/^fe80:/i.test(address));
  return [...new Set(addresses)];
}

/** One name by mDNS; resolves as soon as an address is known, or empty when stopped. */
function askMdns(name: string, { only, signal, gatherMs }: Asking): Promise<string[]> {
  return new Promise((resolve) => {
    const found = new Map<string, number>();
    const timers: NodeJS.Timeout[] = [];
    const finish = () => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      mdns.close();
      resolve([...found].sort((a, b) => a[1] - b[1]).map(([address]) => address));
    };
    const mdns = openMdns({
      only,
      onProblem: () => {},
      onRecords: (records, sender, at) => {
        for (const record of records) {
          if (record.type !== 'address' || record.name !== name || record.ttl === 0) continue;
          const address = addressOnLink(record.address, at);
          if (address === null || found.size >= MAX_ADDRESSES) continue;
          if (found.size === 0) timers.push(setTimeout(finish, gatherMs));
          found.set(address, addressOrder(address, sender));
        }
      },
    });
    for (const delay of QUERY_AT_MS) {
      timers.push(setTimeout(() => mdns.query([{ name, type: 'A' }]), delay));
    }
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
  });
}

async function rejectEmpty(asked: Promise<string[]>): Promise<string[]> {
  const addresses = await asked;
  if (addresses.length === 0) throw new Error('no address');
  return addresses;
}
