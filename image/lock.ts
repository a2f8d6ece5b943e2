/** One build at a time in a checkout: a second one waits. */
import { existsSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while `file` holds our process id. A lock whose process is gone counts for nothing. Throws with a line a person can act on
 * when the folder belongs to somebody else.
 */
export async function whileLocked<T>(
  file: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  let waiting = false;
  while (!(await take(file))) {
    if (!waiting) say('Another build of the image is running; waiting for it.');
    waiting = true;
    await sleep(1000);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.write(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new Error(
        `${file} cannot be written: ${String(error)}. Was something built as root here? Then remove the folder as root: sudo rm -r ${dirname(file)}`,
      );
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner > 0 && !existsSync(`/proc/${owner}`)) await rm(file, { force: true });
    return false;
  }
}
