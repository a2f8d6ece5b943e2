/** XMRig as a child of the engine: on a laptop, where there is no unit and nothing may be left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { HowEnded } from '../ended.ts';
import { replaceFile } from '../system/replace-file.ts';
import type { MinerControl, MinerListener } from './control.ts';
import { xmrigConfig } from './xmrig-config.ts';

/** XMRig finishes building its dataset before it obeys a first SIGTERM; a laptop does not wait for that. */
const KILL_AFTER_MS = 3_000;

export function childMiner(options: {
  program: string;
  runDirectory: string;
  apiPort: number;
}): MinerControl {
  let child: ChildProcess | null = null;
  const listeners = new Set<MinerListener>();
  const stop = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), KILL_AFTER_MS);
    await ended;
    clearTimeout(timer);
  };
  return {
    apiPort: options.apiPort,
    async start(input) {
      await stop();
      const directory = `${options.runDirectory}/xmrig`;
      await mkdir(directory, { recursive: true });
      const file = `${directory}/config.json`;
      // As root XMRig would raise the number of huge pages by itself and never give them back.
      const hugePages = process.getuid?.() !== 0;
      const config = xmrigConfig({ ...input, apiPort: options.apiPort, hugePages });
      await replaceFile(file, JSON.stringify(config, null, 1), { mode: 0o600 });
      child = await spawned(options.program, file, directory);
      for (const stream of [child.stdout, child.stderr]) {
        if (stream)
          createInterface({ input: stream }).on('line', (line) => {
            for (const listener of listeners) listener.line(line, null, 'xmrig');
          });
      }
      const started = child;
      // Its last lines come before that, unlike `exit`.
      started.once('close', (status, signal) => {
        // What was stopped, or replaced, ended as it was told to.
        if (child !== started || (status === 0 && signal === null)) return;
        const how: HowEnded =
          signal === null ? { by: 'status', status: status ?? 0 } : { by: 'signal', signal };
        for (const listener of listeners) listener.ended(how, null);
      });
      return child.pid ?? null;
    },
    stop,
    pid: async () =>
      child && child.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null,
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** HOME is empty so that a broken config cannot fall back to one in the person's home (XMRig looks there). */
function spawned(program: string, file: string, home: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-c', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME: home, PATH: '' },
    });
    child.once('spawn', () => resolve(child));
    child.once('error', (error) => reject(new Error(whyNot(program, error))));
  });
}

function whyNot(program: string, error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT'
    ? 'XMRig is not built yet: leave with q, run "npm run xmrig" once, and start again'
    : `${program} does not start: ${error.message}`;
}
