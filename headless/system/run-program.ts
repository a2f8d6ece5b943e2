import { execa } from 'execa';
import { withDeadline } from './deadline.ts';

/** Runs a program and gives its standard output; throws when it fails or takes too long. */
export type Run = (program: string, args: string[]) => Promise<string>;

/** A stick that has just been pulled can keep a mount waiting for a while. */
const TIMEOUT_MS = 15_000;
/** So long to end when it is asked to, and so long in all. */
const KILL_MS = 1000;
const GRACE_MS = 2000;

/** The real one. A program that hangs is killed: an unattended rig must not wait for a broken stick. */
export const runProgram: Run = (program, args) => runWithin(TIMEOUT_MS, program, args);

/** The same with another patience, in milliseconds. */
export async function runWithin(timeoutMs: number, program: string, args: string[]): Promise<string> {
  const options = {
    timeout: timeoutMs,
    forceKillAfterDelay: KILL_MS,
    stdin: 'ignore',
    maxBuffer: 4_000_000,
  } as const;
  const ended = execa(program, args, options).then(({ stdout }) => stdout);
  // One that hangs in the kernel on a dead disk does not die either, nor does one whose child holds its output.
  return withDeadline(ended, timeoutMs + GRACE_MS, `${program} does not answer`);
}
