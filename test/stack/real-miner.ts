/** Real stacks and real XMRigs in one test, which they end with. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import type { StackEvent } from './events.ts';
import type { StackInput } from './settings.ts';
import { Stack } from './stack.ts';
import { type XmrigOptions, XmrigProcess } from './xmrig-process.ts';

/** Runs out only where something hangs: the longest wait is two silences of 20 s, and a busy core makes each hash ten times slower. */
export const PATIENCE = 600_000;

/** Nobody finds a share here: only who comes is looked at, and no hash has to be verified. */
export const IDLE = { difficulty: 1e12 } as const;

/** A stack that hands out one block until it is told otherwise, and what happened at it. */
export interface Pool {
  readonly stack: Stack;
  readonly events: StackEvent[];
  /** Until a miner has logged in that many times, with or without success. */
  logins(count: number): Promise<void>;
  /** Until that many shares have been verified, of one algorithm or of any. */
  shares(count: number, algorithm?: string): Promise<void>;
}

/** Tests that run side by side have to say which one they are. */
export async function pool(context: TestContext, input: StackInput = {}): Promise<Pool> {
  const events: StackEvent[] = [];
  const stack = await Stack.start({ port: 0, blockSeconds: 0, adapt: false, ...input }, (event) =>
    events.push(event),
  );
  context.onTestFinished(() => stack.stop());
  if (input.difficulty !== IDLE.difficulty && input.fault === undefined) await stack.prepare();
  const verified = (algorithm?: string) => {
    const status = stack.status();
    return (algorithm === undefined ? status : status.algorithms[algorithm])?.verifiedShares ?? 0;
  };
  return {
    stack,
    events,
    logins: (count) => until(() => counted(events, 'login') >= count),
    shares: (count, algorithm) => until(() => verified(algorithm) >= count),
  };
}

/** XMRig, or another `program` in its place, with these pools, first one first; its log is printed when the test fails. */
export async function mine(
  context: TestContext,
  pools: readonly Pool[],
  { program, ...options }: Omit<XmrigOptions, 'pools'> & { program?: string } = {},
): Promise<XmrigProcess> {
  const miner = new XmrigProcess(program ?? (await buildXmrig()), {
    ...options,
    pools: pools.map(({ stack: { port, fingerprint } }) => ({
      port,
      tls: fingerprint !== null,
      fingerprint,
    })),
  });
  context.onTestFinished(async () => {
    await miner.stop();
  }, PATIENCE);
  context.onTestFailed(() => console.log(miner.log));
  return miner;
}

export async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(50);
}

export function counted(events: readonly StackEvent[], kind: StackEvent['event']): number {
  return events.filter(({ event }) => event === kind).length;
}
