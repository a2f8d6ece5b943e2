import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { execa } from 'execa';

/** Where and on what a run was measured. `load` is the average of a minute, before the first and after the last row. */
export interface Machine {
  cpu: string;
  threads: number;
  kernel: string;
  node: string;
  commit: string;
  load: { before: number; after: number };
}

/** The machine and what was measured; the load average comes with it, and tells who else was at work. */
export async function describeMachine(before: number): Promise<Machine> {
  const git = await execa('git', ['describe', '--always', '--exclude=*', '--dirty=+'], {
    cwd: import.meta.dirname,
    reject: false,
  });
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    kernel: release(),
    node: process.version,
    commit: git.stdout || 'unknown',
    load: { before, after: load() },
  };
}

/** Load average of the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0;
}

/** The same in one line. */
export function machineLine({ cpu, threads, kernel, node, commit, load }: Machine): string {
  const busy = `load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`;
  return `${cpu}, ${threads} threads, ${busy}; Linux ${kernel}, Node ${node.slice(1)}, commit ${commit}`;
}
