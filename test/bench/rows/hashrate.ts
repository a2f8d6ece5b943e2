import { setTimeout as sleep } from 'node:timers/promises';
import { readSummary } from '../../../headless/miner/summary.ts';
import type { Bench } from '../bench.ts';
import type { MiningRig } from '../mining-rig.ts';
import type { Measured, Row } from '../row.ts';
import { mean, ratioInterval } from '../statistics.ts';

/** DESIGN: "Numbers to hold". */
const GOAL = 0.995;
/** XMRig's short average is over 10 s, its counters are read every half second: this holds all of it. */
const WINDOW_MS = 11_500;

export const hashrate: Row = {
  name: 'hashrate',
  what: 'hashrate with engine and console running / stopped',
  goal: 'at least 0.995',
  needs: 'rig',
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  const rig = await bench.rig();
  const wanted = bench.options.pairs;
  const minutes = Math.ceil((wanted * 2 * WINDOW_MS) / 60_000);
  bench.say(`Comparing hashrates in ${wanted} pairs of windows, ${minutes} minutes`);
  const pairs: [number, number][] = [];
  const resume = () => signal(rig, 'SIGCONT');
  process.once('exit', resume);
  try {
    for (let pair = 0; pair < wanted; pair++) pairs.push(await measurePair(rig, pair % 2 === 0));
  } finally {
    process.off('exit', resume);
    resume();
  }
  const { ratio, low, high } = ratioInterval(pairs);
  const [running, stopped] = [mean(pairs.map(([with_]) => with_)), mean(pairs.map(([, without]) => without))];
  return {
    value: `${ratio.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`,
    holds: high >= GOAL,
    note: `${wanted} pairs of windows of ${WINDOW_MS / 1000} s on one XMRig, order alternated, about ${running.toFixed(0)} H/s; in brackets the 95 % confidence interval. Short only where all of it lies below the goal.`,
    figures: { ratio, low, high, pairs: pairs.length, hashesPerSecond: { running, stopped }, windows: pairs },
  };
}

/** Hashes per second with engine and console running, and with both stopped. */
async function measurePair(rig: MiningRig, runningFirst: boolean): Promise<[number, number]> {
  const first = await measureWindow(rig, runningFirst);
  const second = await measureWindow(rig, !runningFirst);
  return runningFirst ? [first, second] : [second, first];
}

async function measureWindow(rig: MiningRig, running: boolean): Promise<number> {
  signal(rig, running ? 'SIGCONT' : 'SIGSTOP');
  await sleep(WINDOW_MS);
  const rate = (await readSummary(rig.apiPort))?.hashrate.total[0];
  if (rate == null || rate <= 0) throw new Error('XMRig stopped hashing during the measurement');
  return rate;
}

function signal(rig: MiningRig, name: 'SIGCONT' | 'SIGSTOP'): void {
  for (const pid of [rig.engine.pid, rig.console.pid]) process.kill(pid, name);
}
