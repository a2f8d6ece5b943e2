import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import type { MiningRig } from './mining-rig.ts';
import { cpuSeconds } from './process.ts';

/** The console redraws less often a minute after the last key; a rig spends its life after that. */
const QUIET_AFTER_MS = 65_000;
const MINUTE_MS = 60_000;

/** What a mining rig that nobody touches spends in one minute. */
export interface SteadyMinute {
  seconds: number;
  engineCpuSeconds: number;
  consoleCpuSeconds: number;
  terminalBytes: number;
}

const measured = new WeakMap<MiningRig, Promise<SteadyMinute>>();

/** Measures that minute, once for each rig. */
export async function steadyMinute(bench: Bench): Promise<SteadyMinute> {
  const rig = await bench.rig();
  const minute = measured.get(rig) ?? measure(rig, bench.say);
  measured.set(rig, minute);
  return minute;
}

async function measure(rig: MiningRig, say: (line: string) => void): Promise<SteadyMinute> {
  const wait = Math.max(0, rig.consoleSince + QUIET_AFTER_MS - performance.now());
  say(`Watching engine and console for a minute${wait > 0 ? `, in ${Math.ceil(wait / 1000)} s` : ''}`);
  await sleep(wait);
  const before = await look(rig);
  await sleep(MINUTE_MS);
  const after = await look(rig);
  return {
    seconds: (after.at - before.at) / 1000,
    engineCpuSeconds: after.engine - before.engine,
    consoleCpuSeconds: after.console - before.console,
    terminalBytes: after.bytes - before.bytes,
  };
}

async function look(rig: MiningRig) {
  const [engine, console] = await Promise.all([cpuSeconds(rig.engine.pid), cpuSeconds(rig.console.pid)]);
  return { at: performance.now(), engine, console, bytes: rig.console.bytes() };
}
