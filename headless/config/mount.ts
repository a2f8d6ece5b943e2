/** Mounts the owner's partition for a moment, where nobody but the engine sees it. */
import { mkdir, mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../system/run-program.ts';

const OPTIONS = 'nosuid,nodev,noexec,umask=0077';

/**
 * Runs `use` while the partition is mounted in a directory that only root can enter; `rw` only for what the rig itself writes. Throws
 * what `mount` or `use` throw; the partition is let go of in any case.
 */
export async function mounted<T>(
  mount: { device: string; mode: 'ro' | 'rw'; runDirectory: string; run: Run },
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const { device, mode, runDirectory, run } = mount;
  await mkdir(runDirectory, { recursive: true });
  const directory = await mkdtemp(join(runDirectory, `${PREFIX}${process.pid}-`));
  try {
    await run('mount', ['-t', 'vfat', '-o', `${mode},${OPTIONS}`, device, directory]);
    try {
      return await use(directory);
    } finally {
      await unmount(directory, run);
    }
  } finally {
    await rmdir(directory).catch(() => {});
  }
}

const PREFIX = 'stick-';

async function unmount(directory: string, run: Run): Promise<void> {
  // A stick that is gone makes an ordinary unmount fail; a lazy one always lets go.
  await run('umount', [directory]).catch(() => run('umount', ['--lazy', directory]).catch(() => {}));
}

/** An engine that was killed while it read left its mount behind; the number in the name is its process. */
export async function removeLeftovers(runDirectory: string, run: Run): Promise<void> {
  const names = await readdir(runDirectory).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(PREFIX) || name.startsWith(`${PREFIX}${process.pid}-`)) continue;
    await unmount(join(runDirectory, name), run);
    await rmdir(join(runDirectory, name)).catch(() => {});
  }
}
