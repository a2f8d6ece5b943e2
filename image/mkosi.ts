/**
 * mkosi and where it works. It is always Debian's own package of the image's release, only unpacked: one version
 * for every host, and nothing installed.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { hostSources, RELEASE } from './host-sources.ts';
import type { Log } from './log.ts';
import { namespaceBan } from './namespaces.ts';

const CHECKOUT = join(import.meta.dirname, '..');
/** Everything mkosi keeps between builds. */
export const MKOSI_FOLDER = join(CHECKOUT, 'build/mkosi');
const PYTHON_PATH = join(MKOSI_FOLDER, 'python');
const SANDBOX = join(MKOSI_FOLDER, 'sandbox');
export const TOOLS = join(MKOSI_FOLDER, 'tools');

/** Writes the package sources and unpacks mkosi where that has not been done. Throws with a line a person can act on. */
export async function prepareMkosi(log: Log): Promise<void> {
  await needCommands(['python3', 'apt-get', 'dpkg-deb', 'tar']);
  const ban = await namespaceBan();
  if (ban !== null) throw new Error(ban.message);
  const { sources, options } = await hostSources();
  const apt = join(SANDBOX, 'etc/apt');
  await mkdir(join(apt, 'sources.list.d'), { recursive: true });
  await mkdir(join(apt, 'apt.conf.d'), { recursive: true });
  await writeFile(join(apt, 'sources.list.d/mkosi.sources'), sources);
  await writeFile(join(apt, 'apt.conf.d/50host'), options);
  if (existsSync(join(PYTHON_PATH, 'mkosi/__main__.py'))) return;
  log.step(`Fetching mkosi of Debian ${RELEASE}`);
  await unpackMkosi(sources, join(apt, 'apt.conf.d/50host'), log);
}

/** Runs mkosi with the caches of this checkout, in `folder`, and follows what it says. */
export async function mkosi(log: Log, folder: string, args: readonly string[]): Promise<void> {
  const caches = [
    ['--sandbox-tree', SANDBOX],
    ['--package-cache-directory', join(MKOSI_FOLDER, 'packages')],
    ['--workspace-directory', await workspace()],
  ].flat();
  for (const name of ['packages', 'cache', 'out']) await mkdir(join(MKOSI_FOLDER, name), { recursive: true });
  await log.run('python3', ['-m', 'mkosi', '--directory', folder, ...caches, ...args], {
    env: { PYTHONPATH: PYTHON_PATH },
  });
}

/** Runs a command with /usr of the tools tree and everything else of this machine. */
export async function inToolsTree(log: Log, command: readonly string[]): Promise<void> {
  const args = ['-m', 'mkosi', '--directory', '', '--tools-tree', TOOLS, 'sandbox', ...command];
  await log.run('python3', args, { env: { PYTHONPATH: PYTHON_PATH } });
}

/** Downloads the package through an apt of its own, which checks signatures like any other, and unpacks it. */
async function unpackMkosi(sources: string, options: string, log: Log): Promise<void> {
  const folder = join(MKOSI_FOLDER, 'apt');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'state/lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  await mkdir(join(folder, 'sources'), { recursive: true });
  await writeFile(join(folder, 'sources/image.sources'), sources);
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::SourceList': '/dev/null',
    'Dir::Etc::SourceParts': join(folder, 'sources'),
    // The host may prefer a release that is not among these sources, which apt takes for a mistake.
    'APT::Default-Release': '',
    'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
  };
  const apt = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const run = (...args: string[]) =>
    log.run('apt-get', [...apt, ...args], { cwd: folder, env: { APT_CONFIG: options } });
  await run('update', '-q');
  await run('download', '-q', 'mkosi');
  const [package_] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  if (!package_) throw new Error('apt downloaded no mkosi package');
  await log.run('dpkg-deb', ['-x', package_, 'unpacked'], { cwd: folder });
  await rm(PYTHON_PATH, { recursive: true, force: true });
  await log.run('mv', [join(folder, 'unpacked/usr/lib/python3/dist-packages'), PYTHON_PATH]);
  await rm(folder, { recursive: true });
}

async function needCommands(names: readonly string[]): Promise<void> {
  const { stdout } = await execa('sh', [
    '-c',
    'for name; do command -v "$name" >/dev/null || echo "$name"; done',
    'sh',
    ...names,
  ]);
  const missing = stdout.split('\n').filter((name) => name !== '');
  if (!existsSync('/usr/share/keyrings/debian-archive-keyring.gpg')) missing.push('debian-archive-keyring');
  if (missing.length > 0) {
    throw new Error(
      `To build the image this computer lacks ${missing.join(', ')}. \`npm run image\` installs what is missing.`,
    );
  }
}

/** A RAM disk where memory allows: the build is two to four times as fast there. */
async function workspace(): Promise<string> {
  const shm = await statfs('/dev/shm').catch(() => null);
  const free = shm ? shm.bavail * shm.bsize : 0;
  const memory =
    Number(/MemAvailable:\s+(\d+)/.exec((await execa('cat', ['/proc/meminfo'])).stdout)?.[1] ?? 0) * 1024;
  const folder =
    Math.min(free, memory) > 4e9
      ? `/dev/shm/rigforge-${process.getuid?.() ?? 0}`
      : join(MKOSI_FOLDER, 'workspace');
  await mkdir(folder, { recursive: true });
  return folder;
}
