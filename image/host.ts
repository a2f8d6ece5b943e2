/** What this computer needs for a command, and how it gets it: named, then installed through apt. */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { agree } from './consent.ts';
import { namespaceBan } from './namespaces.ts';
import { missingPackages } from './packages.ts';

/** os-release(5): which distribution this is. Empty where there is no such file. */
const OS_RELEASE = (() => {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
})();

/** Debian and Ubuntu packages by what they are needed for. */
export type Needs = Readonly<Record<string, readonly string[]>>;

/** What `npm run image` needs; the compilers are in mkosi's tools tree. */
export const BUILD_PACKAGES: Needs = {
  'build the image': [
    'python3',
    'debian-archive-keyring',
    'xz-utils',
    'zstd',
    'cpio',
    'ca-certificates',
    'fdisk',
    // Knows Debian's archives where the host's apt does not (`host-sources.ts`).
    ...(/^ID="?debian"?$/m.test(OS_RELEASE) ? [] : ['python-apt-common']),
  ],
};

/** The host lacks something that this program could not or was not allowed to install. */
export class HostError extends Error {}

/**
 * Makes sure that the packages of `needs` are there and, for `namespaces`, that everybody can make namespaces: names what is
 * missing, asks on a terminal, and does it as root or through sudo. `yes` or CI is the answer in advance; without a terminal it goes on
 * where no password is needed. Throws `HostError` with what to type where it may not, or could not.
 */
export async function prepareHost(
  needs: Needs,
  { yes = false, namespaces = false }: { yes?: boolean; namespaces?: boolean } = {},
): Promise<void> {
  checkSystem();
  await installMissing(needs, yes);
  if (namespaces) await allowNamespaces(yes);
}

function checkSystem(): void {
  const where = `${process.platform} ${process.arch}`;
  if (where !== 'linux x64') throw new HostError(`This needs Linux on x86-64; here is ${where}.`);
  if (!/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(OS_RELEASE)) {
    throw new HostError('This needs Debian 12 or newer, or Ubuntu 24.04 or newer.');
  }
}

async function installMissing(needs: Needs, yes: boolean): Promise<void> {
  const names = Object.values(needs).flat();
  const missing = await missingPackages(names);
  if (missing.length === 0) return;
  console.log(describe(needs, missing));
  const command = ['apt-get', 'install', '--no-install-recommends', ...missing].join(' ');
  const prefix = process.getuid?.() === 0 ? '' : 'sudo ';
  if (!(await agree('Install them now?', { doing: 'Installing them through apt.', yes })))
    throw new HostError(`Packages are missing. Install them with:\n  ${prefix}${command}`);
  await install(missing, command);
  const still = await missingPackages(names);
  if (still.length > 0) throw new HostError(`apt did not install ${still.join(', ')}; it says why above.`);
}

function describe(needs: Needs, missing: readonly string[]): string {
  const lines = Object.entries(needs).flatMap(([purpose, names]) => {
    const here = names.filter((name) => missing.includes(name));
    return here.length > 0 ? [`  to ${purpose}: ${here.join(' ')}`] : [];
  });
  return ['Missing on this computer:', ...lines].join('\n');
}

/** A computer that has just been set up updates itself in its first minutes, and apt then is locked: waited for. */
const LOCK_SECONDS = 300;

async function install(packages: readonly string[], command: string): Promise<void> {
  const apt = async (...args: string[]): Promise<number> => {
    const wait = ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`];
    const whole = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...wait, ...args];
    const [file = 'env', ...rest] = process.getuid?.() === 0 ? whole : ['sudo', ...whole];
    const { exitCode, code } = await execa(file, rest, { stdio: 'inherit', reject: false });
    if (code === 'ENOENT') {
      throw new HostError(
        `There is no sudo on this computer. Become root (su -) and type:\n  apt-get update && ${command}`,
      );
    }
    return exitCode ?? 1;
  };
  // One archive that does not answer need not be the one that has them.
  await apt('update', '-q');
  const failed = await apt('install', '-q', '--yes', '--no-install-recommends', ...packages);
  if (failed !== 0) throw new HostError('apt could not install them; it says why above.');
}

async function allowNamespaces(yes: boolean): Promise<void> {
  const ban = await namespaceBan();
  if (ban === null) return;
  const why = 'The image is built in namespaces, and this computer lets only root make them.';
  const question = `${why} Allow it to everybody until the next restart?`;
  const doing = `${why} Allowing it to everybody until the next restart.`;
  if (ban.remedy !== null && (await agree(question, { doing, yes }))) {
    await execa('sudo', ban.remedy, { stdio: 'inherit', reject: false });
    if ((await namespaceBan()) === null) return;
  }
  throw new HostError(ban.message);
}
