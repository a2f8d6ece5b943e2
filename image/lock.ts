/** One build at a time in a checkout: a second one waits. */
import { dirname } from 'node:path';
import { execa } from 'execa';

/** What flock(1) answers when somebody else has the lock. */
const TAKEN = 75;
/** Says that it has the lock, and holds it for as long as this process keeps the other end of its input open. */
const HOLDER = ['sh', '-c', 'echo held; exec cat'];

/**
 * Runs `work` while a child process holds an flock(2) on `file`, which the kernel gives back however this process ends. The file stays:
 * removed, it could be held twice. Throws with a line a person can act on when the folder belongs to somebody else.
 */
export async function whileLocked<T>(
  file: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  let release = await take(file, '--nonblock');
  if (release === null) {
    say('Another build of the image is running; waiting for it.');
    release = await take(file);
  }
  try {
    return await work();
  } finally {
    await release?.();
  }
}

/** What gives the lock back; null when somebody else has it. */
async function take(file: string, ...options: string[]): Promise<(() => Promise<void>) | null> {
  const flock = ['--conflict-exit-code', String(TAKEN), ...options, file, ...HOLDER];
  const child = execa('flock', flock, { stdin: 'pipe', buffer: { stdout: false }, reject: false });
  const held = await Promise.race([
    new Promise<true>((resolve) => child.stdout.once('data', () => resolve(true))),
    child.then(() => false),
  ]);
  if (held) {
    return async () => {
      child.stdin.end();
      await child;
    };
  }
  const { exitCode, stderr, shortMessage } = await child;
  if (exitCode === TAKEN) return null;
  throw new Error(
    `${file} cannot be locked: ${stderr || shortMessage}. Was something built as root here? Then remove the folder as root: sudo rm -r ${dirname(file)}`,
  );
}
