/** Writes a file so that a reader sees the old or the new content and never a half. */
import { chmod, chown, rename, writeFile } from 'node:fs/promises';

/** `mode` and `gid` are set before the file gets its name: a secret is never readable for a moment. */
export async function replaceFile(
  path: string,
  content: string,
  options: { mode: number; gid?: number },
): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  if (options.gid !== undefined) await chown(draft, 0, options.gid);
  await chmod(draft, options.mode);
  await rename(draft, path);
}
