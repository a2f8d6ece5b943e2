/** Tells systemd that the engine's loop turns; one that no longer says so is killed and started again (`WatchdogSec=` of its unit). */
import { execa } from 'execa';

/** A beat may be late, and one may be lost. */
const BEATS_PER_LIMIT = 3;
const TIMEOUT_MS = 10_000;

/**
 * Begins where systemd has asked for it; the returned function ends it. Systemd's own program says it: Node has no datagrams of the Unix
 * kind. One every minute costs less than a thousandth of a core.
 */
export function feedWatchdog(env: NodeJS.ProcessEnv = process.env): () => void {
  const limitMs = Number(env['WATCHDOG_USEC'] ?? 0) / 1000;
  if (!env['NOTIFY_SOCKET'] || !(limitMs > 0)) return () => {};
  const beat = () => {
    execa('systemd-notify', ['WATCHDOG=1'], { env, timeout: TIMEOUT_MS, stdin: 'ignore' }).catch(() => {});
  };
  const timer = setInterval(beat, limitMs / BEATS_PER_LIMIT);
  beat();
  return () => clearInterval(timer);
}
