import { execa } from 'execa';

/** Runs a program and gives its standard output; throws when it fails or takes too long. */
export type Run = (program: string, args: string[]) => Promise<string>;

/** A stick that has just been pulled can keep a mount waiting for a while. */
const TIMEOUT_MS = 15_000;

/** The real one. A program that hangs is killed: an unattended rig must not wait for a broken stick. */
export const runProgram: Run = async (program, args) => {
  const options = {
    timeout: TIMEOUT_MS,
    forceKillAfterDelay: 1000,
    stdin: 'ignore',
    maxBuffer: 4_000_000,
  } as const;
  return (await execa(program, args, options)).stdout;
};
