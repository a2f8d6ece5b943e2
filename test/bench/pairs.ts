import { setTimeout as sleep } from 'node:timers/promises';
import { readSummary } from '../../headless/miner/summary.ts';
import { type RatioInterval, ratioInterval } from './statistics.ts';

/** XMRig's short average is over 10 s, its counters are read every half second: this holds all of it. */
const WINDOW_MS = 11_500;

/** Pairs of hashrates in hashes per second, in the one state and in the other. */
export type Pairs = [number, number][];

/**
 * Measures hashrates in two states of the machine, in neighbouring windows, the order turned round from pair to pair. `enter`
 * brings a state about and tells the port of the API of the XMRig that hashes in it. Throws when it hashes no more.
 */
export async function measurePairs(count: number, enter: (state: 'one' | 'other') => number): Promise<Pairs> {
  const measureWindow = async (state: 'one' | 'other'): Promise<number> => {
    const port = enter(state);
    await sleep(WINDOW_MS);
    const rate = (await readSummary(port))?.hashrate.total[0];
    if (rate == null || rate <= 0) throw new Error('XMRig stopped hashing during the measurement');
    return rate;
  };
  const pairs: Pairs = [];
  for (let pair = 0; pair < count; pair++) {
    const first = await measureWindow(pair % 2 === 0 ? 'one' : 'other');
    const second = await measureWindow(pair % 2 === 0 ? 'other' : 'one');
    pairs.push(pair % 2 === 0 ? [first, second] : [second, first]);
  }
  return pairs;
}

/** How long so many pairs take. */
export function minutesFor(count: number): number {
  return Math.ceil((count * 2 * WINDOW_MS) / 60_000);
}

/** The ratio one : other, written with its interval, and how it was measured. */
export function compared(pairs: Pairs): RatioInterval & { value: string; how: string } {
  const interval = ratioInterval(pairs);
  const [ratio, low, high] = [interval.ratio, interval.low, interval.high].map((one) => one.toFixed(4));
  return {
    ...interval,
    value: `${ratio} (${low} to ${high})`,
    how: `${pairs.length} pairs of windows of ${WINDOW_MS / 1000} s, order alternated; in brackets the 95 % confidence interval`,
  };
}
