/** Runs functions of the initrd in busybox's own shell, or the host's where there is none, on a made-up machine. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const SCRIPTS = join(import.meta.dirname, '../../image/initrd');
/** Debian's busybox as it goes into the image, once the build tools are there. */
const BUSYBOX = join(import.meta.dirname, '../../build/mkosi/tools/usr/bin/busybox');

/** What a script printed on standard output. Every `*.sh` of the initrd is loaded first. Throws when its last command fails. */
export async function inInitrd(script: string): Promise<string> {
  const whole = `for file in "$0"/*.sh; do . "$file"; done\n${script}`;
  const shell = existsSync(BUSYBOX) ? [BUSYBOX, 'sh'] : ['sh'];
  const [file = 'sh', ...args] = shell;
  const { stdout } = await execa(file, [...args, '-c', whole, SCRIPTS]);
  return stdout;
}

/** A temporary folder, below which files and links can be laid out. */
export async function machine(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'initrd-'));
}

/** A block device as the kernel shows it: `at` is its place in the device tree, partitions get one file more. */
export async function device(root: string, at: string, contents: Buffer): Promise<void> {
  const name = at.slice(at.lastIndexOf('/') + 1);
  const folder = join(root, 'sys/devices', at);
  await mkdir(folder, { recursive: true });
  if (/\d$/.test(name) && dirname(at).includes('block/')) await writeFile(join(folder, 'partition'), '1\n');
  await mkdir(join(root, 'sys/block'), { recursive: true });
  await symlink(folder, join(root, 'sys/block', name));
  await mkdir(join(root, 'dev'), { recursive: true });
  await writeFile(join(root, 'dev', name), contents);
}

/** The first kilobytes of an erofs with an identifier (32 hex digits), followed by `body`. */
export function erofs(uuid: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const superblock = Buffer.alloc(4096);
  Buffer.from(uuid, 'hex').copy(superblock, 1024 + 48);
  return Buffer.concat([superblock, body]);
}
