/** XMRig as its own systemd unit: restarting the engine never touches it. */
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { groupId } from '../system/group.ts';
import { followJournal, SYSTEMD } from '../system/journal.ts';
import { replaceFile } from '../system/replace-file.ts';
import type { MinerControl } from './control.ts';
import { API } from './summary.ts';
import { unitLines } from './unit-lines.ts';
import { xmrigConfig } from './xmrig-config.ts';

const UNIT = 'xmrig.service';
/** A restarted engine learns from them what XMRig is busy with, and the job's height. */
const FOLLOWED_LINES = 50;
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
      // XMRig's user has to get in, whatever became of the folder.
      await chmod(directory, 0o755);
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
    // The journal is XMRig's only log.
    follow(listener) {
      const read = unitLines();
      return followJournal(UNIT, FOLLOWED_LINES, ({ source, text, seconds }) => {
        const isSystem = source === SYSTEMD;
        listener.line(text, seconds, isSystem ? 'system' : 'xmrig');
        const how = isSystem ? read(text) : null;
        if (how) listener.ended(how, seconds);
      });
    },
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
