/** The rules of the image's own unit files that a stand-in for systemd keeps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const UNITS = join(import.meta.dirname, '../../image/root/usr/lib/systemd/system');

export interface UnitRules {
  name: string;
  restartMs: number;
  /** Over so many restarts in a row the pause grows to `longestMs`; 0: it does not grow. */
  restartSteps: number;
  longestMs: number;
  /** From SIGTERM to SIGKILL. */
  stopMs: number;
  /** Nice level. */
  nice: number;
  /** What it runs, as written. */
  command: string[];
  environment: string[];
}

/** Reads what counts of one unit file; throws where it says of restarts what the stand-in does not do. */
export function readRules(name: string): UnitRules {
  const text = readFileSync(join(UNITS, name), 'utf8');
  const all = (key: string) =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  const seconds = (key: string, usual: number) => Number(all(key)[0] ?? usual) * 1000;
  if (all('Restart')[0] !== 'always') throw new Error(`${name}: Restart= is not always`);
  return {
    name,
    restartMs: seconds('RestartSec', 0.1),
    restartSteps: Number(all('RestartSteps')[0] ?? 0),
    longestMs: seconds('RestartMaxDelaySec', Number.POSITIVE_INFINITY),
    // systemd's own default.
    stopMs: seconds('TimeoutStopSec', 90),
    nice: Number(all('Nice')[0] ?? 0),
    command: (all('ExecStart')[0] ?? '').split(' '),
    environment: all('Environment'),
  };
}

/** The pause before the `count`th restart in a row, counted from 1: systemd's service_restart_usec_next. */
export function restartDelay({ restartMs, restartSteps, longestMs }: UnitRules, count: number): number {
  if (count <= 1 || restartSteps === 0 || !Number.isFinite(longestMs) || restartMs >= longestMs)
    return restartMs;
  if (count > restartSteps) return longestMs;
  return restartMs * (longestMs / restartMs) ** ((count - 1) / restartSteps);
}
