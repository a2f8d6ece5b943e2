import type { Snapshot } from '../../headless/snapshot.ts';

/** Milliseconds since power-on; null for what did not happen or could not be seen. */
export interface Times {
  readonly kernel: number | null;
  readonly firstFrame: number | null;
  readonly stackFound: number | null;
  readonly minerStarted: number | null;
  readonly firstHashrate: number | null;
  readonly firstShare: number | null;
}

/** What the stack counted; a share is verified when its hash was computed again and met the target. */
export interface StackCounts {
  readonly verifiedShares: number;
  readonly rejectedShares: number;
  /** Labels of the rigs that logged in. */
  readonly workers: readonly string[];
}

/** What `--report` writes. */
export interface Report {
  readonly ok: boolean;
  /** Why the run ended, in one line. */
  readonly reason: string;
  readonly times: Times;
  readonly snapshot: Snapshot | null;
  readonly stack: StackCounts;
}

/** The engine counts from the kernel's start; the report counts from power-on. */
export function timesOf(kernel: number | null, firstFrame: number | null, snapshot: Snapshot | null): Times {
  const milestones = snapshot?.milestones;
  const sincePower = (value: number | null | undefined): number | null =>
    kernel === null || value === null || value === undefined ? null : Math.round(kernel + value);
  return {
    kernel,
    firstFrame: firstFrame === null ? null : Math.round(firstFrame),
    stackFound: sincePower(milestones?.stackFound),
    minerStarted: sincePower(milestones?.minerStarted),
    firstHashrate: sincePower(milestones?.firstHashrate),
    firstShare: sincePower(milestones?.firstShare),
  };
}

/** The times as one line for a person, in seconds. */
export function timesLine(times: Times): string {
  const names: readonly [keyof Times, string][] = [
    ['kernel', 'kernel'],
    ['firstFrame', 'first screen'],
    ['stackFound', 'stack found'],
    ['minerStarted', 'miner started'],
    ['firstHashrate', 'first hashrate'],
    ['firstShare', 'first share'],
  ];
  const parts = names.map(([key, name]) => {
    const value = times[key];
    return `${name} ${value === null ? '-' : `${(value / 1000).toFixed(1)} s`}`;
  });
  return parts.join(', ');
}
