import { type ProbeOptions, type ProbeResult, type ProbeTarget, probeStratum } from './probe.ts';

/** A second address is tried when the first has been silent for this long: most answer in a few milliseconds. */
const STAGGER_MS = 600;
const MAX_TRIED = 4;

/**
 * Probes a host that has several addresses, best first. The first one that anything Stratum-like answers on counts and the
 * others are left alone: an address that leads nowhere delays the answer by little, and no stack sees two logins.
 */
export async function probeAny(
  target: Omit<ProbeTarget, 'address'> & { addresses: string[] },
  options: ProbeOptions,
): Promise<{ address: string; result: ProbeResult }> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const { addresses, ...place } = target;
  const [first = '', ...rest] = addresses.slice(0, MAX_TRIED);
  const probe = async (address: string) => ({
    address,
    result: await probeStratum({ ...place, address }, { ...options, signal }),
  });
  let running = [probe(first)];
  let fallback: { address: string; result: ProbeResult } | null = null;
  for (;;) {
    const next = rest[0];
    const patience = new AbortController();
    const winner = await Promise.race([
      ...running.map(async (one, index) => ({ index, ...(await one) })),
      ...(next === undefined ? [] : [sleep(STAGGER_MS, patience.signal)]),
    ]);
    patience.abort();
    if (winner !== undefined) {
      const { index, address, result } = winner;
      if (isAnswer(result) || (running.length === 1 && next === undefined)) {
        stop.abort();
        const isBetter = isAnswer(result) || fallback === null || result.status === 'refused';
        return isBetter || fallback === null ? { address, result } : fallback;
      }
      if (fallback === null || result.status === 'refused') fallback = { address, result };
      running = running.filter((_, position) => position !== index);
    }
    if (next !== undefined) {
      rest.shift();
      running = [...running, probe(next)];
    }
  }
}

/** Something took the connection; what it says is about the stack and not about the way there. */
function isAnswer(result: ProbeResult): boolean {
  return result.status !== 'unreachable' && result.status !== 'refused';
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
