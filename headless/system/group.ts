/** A group's number by its name, from /etc/group: the image has no other user database. */
import { readFile } from 'node:fs/promises';

/** Throws with a sentence when there is no such group. */
export async function groupId(name: string): Promise<number> {
  const line = (await readFile('/etc/group', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const gid = Number(line?.split(':')[2]);
  if (!Number.isInteger(gid)) throw new Error(`the group ${name} is missing from /etc/group`);
  return gid;
}
