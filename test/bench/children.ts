import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program the bench runs beside itself. */
export interface Child {
  pid: number;
  /** Resolves with the first line of its output that fits; rejects with what it said last when it ends before. */
  line(wanted: RegExp): Promise<string>;
  /** Ends it with SIGTERM, even when it was stopped. */
  stop(): Promise<void>;
}

/** Starts a Node program; should the bench be killed, it is told to end too. */
export function startNode(args: readonly string[], environment: Record<string, string> = {}): Child {
  return startProgram([process.execPath, ...args], environment);
}

/** The same for any program; `command` begins with its file. */
export function startProgram(command: readonly string[], environment: Record<string, string> = {}): Child {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  return {
    pid: child.pid ?? 0,
    line: (wanted) => firstLine(child, wanted, () => said),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT');
        child.kill('SIGTERM');
      }
      await ended;
    },
  };
}

function firstLine(child: ChildProcess, wanted: RegExp, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      const line = lines.find((one) => wanted.test(one));
      if (line !== undefined) {
        child.stdout?.off('data', read);
        resolve(line);
      }
    };
    child.stdout?.on('data', read);
    child.once('exit', (code) => reject(new Error(`a program of the bench ended (${code}): ${said()}`)));
  });
}
