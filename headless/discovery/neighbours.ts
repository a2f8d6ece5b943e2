/** Who has which address on this network, as the kernel's neighbour table (ARP) knows it. */
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMacName } from '../names.ts';
import { addressOnLink, multicastInterfaces } from './interfaces.ts';
import { addressesToSweep } from './networks.ts';

/** Port of the discard service (RFC 863): what is sent there means nothing to anybody. */
const DISCARD_PORT = 9;
/** The kernel asks for an address three times, a second apart; who is up answers the first time. */
const ANSWERS_WITHIN_MS = 2000;
const NEW_ANSWERS_WITHIN_MS = 600;
const LOOK_EVERY_MS = 200;
const CARD_EVERY_MS = 20;

/** Name of the host that has this address, or null where the kernel has not spoken to it on this network. */
export async function macNameOf(address: string, root = '/'): Promise<string | null> {
  return (await readNeighbours(root)).find((neighbour) => neighbour.address === address)?.macName ?? null;
}

/**
 * Addresses of the host with this network card. The kernel is made to ask who has the addresses that a sweep would
 * ask: one empty datagram each, no connection. Empty when the card is nowhere; takes at most 2 s.
 */
export async function resolveMacName(
  macName: string,
  options: { discoverOn?: string[] | undefined; signal: AbortSignal },
): Promise<string[]> {
  const known = await addressesOf(macName);
  const networks = addressesToSweep(multicastInterfaces(options.discoverOn));
  askForAll(networks.flatMap(({ addresses }) => addresses));
  // The table keeps an old address for a while after its host has moved: a new one counts for more.
  const end = performance.now() + (known.length > 0 ? NEW_ANSWERS_WITHIN_MS : ANSWERS_WITHIN_MS);
  while (performance.now() < end && !options.signal.aborted) {
    await sleep(LOOK_EVERY_MS);
    const fresh = (await addressesOf(macName)).filter((address) => !known.includes(address));
    if (fresh.length > 0) return fresh;
  }
  return addressesOf(macName);
}

/**
 * Network cards of hosts, by address; null for an address that nobody on this network has, or that is not of this network. The kernel
 * is made to ask for those that it has not met; takes at most 0.6 s.
 */
export async function cardsOf(
  addresses: string[],
  options: { discoverOn?: string[] | undefined } = {},
): Promise<Map<string, string | null>> {
  const interfaces = multicastInterfaces(options.discoverOn);
  const near = addresses.filter(
    (address) => isIPv4(address) && interfaces.some((at) => addressOnLink(address, at) !== null),
  );
  const cards = new Map<string, string | null>(addresses.map((address) => [address, null]));
  const look = async () => {
    for (const { address, macName } of await readNeighbours())
      if (cards.has(address)) cards.set(address, macName);
    return near.every((address) => cards.get(address) !== null);
  };
  if (await look()) return cards;
  askForAll(near);
  const end = performance.now() + NEW_ANSWERS_WITHIN_MS;
  while (!(await look()) && performance.now() < end) await sleep(CARD_EVERY_MS);
  return cards;
}

interface Neighbour {
  address: string;
  macName: string;
}

/** `/proc/net/arp`: columns address, hardware type, flags, hardware address; flag 2 means that the answer is in. */
async function readNeighbours(root = '/'): Promise<Neighbour[]> {
  const table = await readFile(`${root}/proc/net/arp`, 'utf8').catch(() => '');
  return table.split('\n').flatMap((line) => {
    const [address = '', , flags = '0', mac = ''] = line.split(/\s+/);
    const macName = mac.toLowerCase().replaceAll(':', '-');
    const isKnown = (Number(flags) & 2) !== 0 && isMacName(macName) && macName !== '00-00-00-00-00-00';
    return isKnown ? [{ address, macName }] : [];
  });
}

async function addressesOf(macName: string): Promise<string[]> {
  return (await readNeighbours())
    .filter((neighbour) => neighbour.macName === macName)
    .map(({ address }) => address);
}

function askForAll(addresses: string[]): void {
  const socket = createSocket('udp4');
  // Nobody needs to take it: what counts is that the kernel asks who has the address.
  socket.on('error', () => {});
  let left = addresses.length;
  const sent = () => {
    left--;
    if (left === 0) socket.close();
  };
  if (left === 0) socket.close();
  for (const address of addresses) socket.send(Buffer.alloc(0), DISCARD_PORT, address, sent);
}
