/** Whether a build is out of date: a digest over everything that goes into it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 in hexadecimal of names and contents of files and folders, and of the names' executable bits. */
export async function digestOf(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(paths.map((path) => filesUnder(root, path)))).flat().sort()) {
    const { mode } = await stat(join(root, path));
    hash.update(`${path}\0${mode & 0o100 ? 'x' : ''}\0`);
    for await (const chunk of createReadStream(join(root, path))) hash.update(chunk as Buffer);
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** A version 4 UUID made from a digest and a name: the same input gives the same one. */
export function uuidFrom(digest: string, name: string): string {
  const bytes = createHash('sha256').update(`${digest} ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function filesUnder(root: string, path: string): Promise<string[]> {
  if (!(await stat(join(root, path))).isDirectory()) return [path];
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const nested = entries
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => filesUnder(root, join(path, entry.name)));
  return (await Promise.all(nested)).flat();
}
