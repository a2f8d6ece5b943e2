/** A rig's discovery and a stack's processes on hosts of the test LAN. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Message, Stack } from '../../../headless/snapshot.ts';
import { type Host, output } from './lan.ts';
import type { WatchSettings } from './watch.ts';

const WATCH = join(import.meta.dirname, 'watch.ts');
const STACK = join(import.meta.dirname, '../../stack/main.ts');

/** One line of `watch.ts`; `at` is wall-clock milliseconds. */
export interface Report {
  at: number;
  stack?: Stack;
  gone?: string;
  message?: Message;
  /** Bytes. */
  memory?: number;
  cpu?: { user: number; system: number };
}

export interface RigOnLan {
  reports: Report[];
  /** The stacks as they are now, by id. */
  stacks(): Map<string, Stack>;
  /** Waits for the first report, old or new, that fits. */
  until(fits: (report: Report) => boolean, after?: number): Promise<Report>;
  ask(what: 'memory' | 'lookAgain'): void;
  /** Makes discovery believe that this much time has passed. */
  skip(seconds: number): void;
  stop(): void;
}

/** A stack's process. */
export interface StackOnLan extends ChildProcess {
  /** Its events so far, one JSON object a line. */
  text(): string;
}

/** Starts discovery on a host and follows what it reports. */
export async function rigOn(host: Host, settings: WatchSettings = {}): Promise<RigOnLan> {
  const child = host.start(process.execPath, WATCH, JSON.stringify(settings));
  const reports: Report[] = [];
  const waiting = new Set<() => void>();
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: child.stdout });
  const started = once(lines, 'line');
  lines.on('line', (line) => {
    reports.push(JSON.parse(line) as Report);
    for (const wake of [...waiting]) wake();
  });
  await started;
  return {
    reports,
    stacks: () => {
      const stacks = new Map<string, Stack>();
      for (const { stack, gone } of reports) {
        if (stack) stacks.set(stack.id, stack);
        if (gone) stacks.delete(gone);
      }
      return stacks;
    },
    until: (fits, after = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const report = reports.find((one) => one.at >= after && fits(one));
          if (report === undefined) return;
          waiting.delete(look);
          resolve(report);
        };
        waiting.add(look);
        look();
      }),
    stop: () => void child.kill('SIGKILL'),
    skip: (seconds) => void child.stdin?.write(`skip ${seconds}\n`),
    ask: (what) => void child.stdin?.write(`${what}\n`),
  };
}

/** Starts the test stack on a host, without mDNS of its own: Avahi is there for that. */
export async function stackOn(host: Host, ...options: string[]): Promise<StackOnLan> {
  const child = host.start(
    process.execPath,
    STACK,
    '--interface',
    'eth0',
    '--block-seconds',
    '0',
    '--json',
    ...options,
  );
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await output(child, /"event":"listening"/);
  return Object.assign(child, { text: () => text });
}
