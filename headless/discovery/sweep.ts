/** Asks every address of the rig's own network for a stack, politely: for stacks that no name leads to. */
import { STRATUM_PORT } from '../names.ts';
import type { Candidate } from './cache.ts';
import type { MulticastInterface } from './interfaces.ts';
import { macNameOf } from './neighbours.ts';
import { addressesToSweep, type SweepNetwork } from './networks.ts';
import { type ProbeResult, probeStratum } from './probe.ts';

export interface Sweeper {
  /** Starts a sweep where one is due. `known` are addresses that were asked already. */
  tick(now: number, interfaces: MulticastInterface[], known: string[]): void;
  /** A person wants to know now: a sweep is due again earlier. */
  again(now: number): void;
  /** Somebody has looked one of them up and asked it: it may be at another address now. */
  learn(id: string, address: string, result: ProbeResult): void;
  /** What sweeps have found, in the order of addresses. */
  candidates(): Candidate[];
  /** Forgets what was found on interfaces that are gone. */
  keepInterfaces(names: string[]): void;
  stop(): void;
}

export interface SweeperOptions {
  label: string;
  agent: string;
  /** Something new was found. */
  onFound(): void;
}

const MAX_CONNECTIONS = 64;
/** A host of a LAN takes a connection in milliseconds, a sleepy one on Wi-Fi in half a second. */
const CONNECT_TIMEOUT_MS = 1500;
/** The same network is swept again after this long, and for a person who asks after the shorter time. */
const AGAIN_AFTER_MS = 10 * 60_000;
const AGAIN_FOR_A_PERSON_MS = 60_000;
/** Stacks kept at a time. */
const MAX_FOUND = 16;

interface Place {
  address: string;
  network: SweepNetwork;
}

/** Each host that takes a connection gets the one login line that every stack understands, and nothing else. */
export function createSweeper(options: SweeperOptions): Sweeper {
  const sweptAt = new Map<string, number>();
  const found = new Map<string, { candidate: Candidate; interfaceName: string }>();
  let running: AbortController | null = null;

  const ask = async ({ address, network }: Place, sweepStartedAt: number, signal: AbortSignal) => {
    const { label, agent } = options;
    const target = { host: address, address, port: STRATUM_PORT };
    const result = await probeStratum(target, {
      label,
      password: null,
      agent,
      signal,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
    if (signal.aborted || !['ready', 'needsPassword', 'notReady'].includes(result.status)) return;
    const host = (await macNameOf(address)) ?? address;
    if (signal.aborted) return;
    const id = `${host}:${STRATUM_PORT}`;
    const known = found.get(id);
    if (known === undefined && found.size >= MAX_FOUND) return;
    // One network card with several addresses, or a repeater that lends its card to those behind it.
    if (known?.candidate.answer && known.candidate.answer.at >= sweepStartedAt) return;
    found.set(id, { candidate: candidateAt(host, address, result), interfaceName: network.interfaceName });
    options.onFound();
  };

  const sweep = async (networks: SweepNetwork[], known: string[], signal: AbortSignal) => {
    const places = networks.flatMap((network) =>
      network.addresses
        .filter((address) => !known.includes(address))
        .map((address) => ({ address, network })),
    );
    const left = places.values();
    const startedAt = performance.now();
    const askInTurn = async () => {
      for (const place of left) {
        if (signal.aborted) return;
        await ask(place, startedAt, signal);
      }
    };
    await Promise.all(Array.from({ length: MAX_CONNECTIONS }, askInTurn));
    if (signal.aborted) return;
    for (const [id, { candidate }] of found) {
      const { answer } = candidate;
      const wasAsked = places.some(({ address }) => address === answer?.address);
      if (wasAsked && answer && answer.at < startedAt) found.delete(id);
    }
  };

  const forget = (now: number, after: number) => {
    for (const [name, at] of sweptAt) if (now - at >= after) sweptAt.delete(name);
  };

  return {
    tick: (now, interfaces, known) => {
      if (running !== null) return;
      forget(now, AGAIN_AFTER_MS);
      const due = addressesToSweep(interfaces).filter(({ name }) => !sweptAt.has(name));
      if (due.length === 0) return;
      for (const { name } of due) sweptAt.set(name, now);
      const controller = new AbortController();
      running = controller;
      void sweep(due, known, controller.signal).finally(() => {
        if (running === controller) running = null;
      });
    },
    again: (now) => forget(now, AGAIN_FOR_A_PERSON_MS),
    learn: (id, address, result) => {
      const known = found.get(id);
      if (known === undefined || known.candidate.addresses.includes(address)) return;
      // The kernel's table keeps an old address for a while, and nobody answers there.
      if (result.status !== 'unreachable')
        known.candidate = candidateAt(known.candidate.host, address, result);
    },
    candidates: () => [...found.values()].map(({ candidate }) => candidate),
    keepInterfaces: (names) => {
      for (const [id, { interfaceName }] of found) if (!names.includes(interfaceName)) found.delete(id);
    },
    stop: () => running?.abort(),
  };
}

function candidateAt(host: string, address: string, result: ProbeResult): Candidate {
  return {
    id: `${host}:${STRATUM_PORT}`,
    name: address,
    host,
    port: STRATUM_PORT,
    found: 'sweep',
    addresses: [address],
    answer: { address, result, at: performance.now() },
  };
}
