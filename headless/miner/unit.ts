/** XMRig as its own systemd unit: restarting the engine never touches it. */
import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { groupId } from '../group.ts';
import { replaceFile } from '../replace-file.ts';
import type { MinerControl } from './control.ts';
import { API } from './summary.ts';
import { xmrigConfig } from './xmrig-config.ts';

const UNIT = 'xmrig.service';
/** Which processes a unit has stands in its cgroup: a file read instead of a `systemctl` process. */
const PROCESSES = `/sys/fs/cgroup/system.slice/${UNIT}/cgroup.procs`;

/** `runDirectory` holds XMRig's config in `xmrig/config.json`, readable by root and the group `xmrig`. */
export function unitMiner(runDirectory: string): MinerControl {
  const directory = `${runDirectory}/xmrig`;
  return {
    apiPort: API.port,
    async start(input) {
      const gid = await groupId('xmrig');
      await mkdir(directory, { recursive: true });
      await replaceFile(`${directory}/config.json`, JSON.stringify(xmrigConfig(input), null, 1), {
        mode: 0o640,
        gid,
      });
      await execa('systemctl', ['restart', UNIT]);
      return readPid();
    },
    async stop() {
      await execa('systemctl', ['stop', UNIT]);
    },
    pid: readPid,
    follow,
  };
}

async function readPid(): Promise<number | null> {
  try {
    const first = (await readFile(PROCESSES, 'utf8')).split('\n')[0] ?? '';
    return first === '' ? null : Number(first);
  } catch {
    return null; // the unit has no cgroup while it is not running
  }
}

const JOURNAL = [
  '--unit',
  UNIT,
  '--follow',
  '--lines',
  '50',
  '--output',
  'short-monotonic',
  '--no-hostname',
  '--all',
];

/** One line of the journal in its monotonic form, `[   12.345678] xmrig[812]: text`; a line of another form is all text. */
export function journalLine(line: string): { text: string; seconds: number | null } {
  const parts = /^\[ *(\d+\.\d+)\] [^ ]+: (.*)$/.exec(line);
  return parts ? { text: parts[2] ?? '', seconds: Number(parts[1]) } : { text: line, seconds: null };
}

/** The journal is XMRig's only log. A journalctl that ends (journald restarted) is started again. */
const follow: MinerControl['follow'] = (onLine) => {
  let stopped = false;
  let child: ReturnType<typeof spawn> | null = null;
  const run = () => {
    if (stopped) return;
    child = spawn('journalctl', JOURNAL, { stdio: ['ignore', 'pipe', 'ignore'] });
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const { text, seconds } = journalLine(line);
        onLine(text, seconds);
      });
    }
    child.on('error', () => {});
    child.on('close', () => setTimeout(run, 5_000).unref());
  };
  run();
  return () => {
    stopped = true;
    child?.kill();
  };
};
