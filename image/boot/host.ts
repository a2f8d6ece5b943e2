/**
 * What this computer needs to build and boot the image, and how it gets it.
 * `node image/boot/host.ts` says what is missing; `--install` installs it by apt, `--yes` without a question.
 */
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { namespaceBan } from '../namespaces.ts';
import { missingPackages } from '../packages.ts';
import { askYesNo } from './ask.ts';
import { HOST_PACKAGES } from './packages.ts';

const NEEDED = Object.values(HOST_PACKAGES).flat();

/** The host lacks something that this program could not or was not allowed to install. */
export class HostError extends Error {}

/**
 * Makes sure that all packages are there and, unless nothing is to be built, that namespaces can be made: names what is
 * missing, asks (unless `yes` or CI), does it as root or through sudo. Throws `HostError` with what to type where that is not possible.
 */
export async function prepareHost({ yes, build = true }: { yes: boolean; build?: boolean }): Promise<void> {
  await checkSystem();
  const sure = yes || process.env['CI'] === 'true';
  await installMissing(sure);
  if (build) await allowNamespaces(sure);
}

async function installMissing(sure: boolean): Promise<void> {
  const missing = await sayMissing();
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  const command = `${root ? '' : 'sudo '}apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (!(sure || (await askYesNo('Install them now?'))))
    throw new HostError(`Packages are missing. Install them with:\n  ${command}`);
  await install(missing, root);
  const still = await missingPackages(NEEDED);
  if (still.length > 0) throw new HostError(`apt did not install ${still.join(', ')}. See its words above.`);
}

async function allowNamespaces(sure: boolean): Promise<void> {
  const ban = await namespaceBan();
  if (ban === null) return;
  const question =
    'The image is built in namespaces, and this computer lets only root make them. Allow it to everybody until the next restart?';
  if (ban.remedy !== null && (sure || (await askYesNo(question)))) {
    await execa('sudo', ban.remedy, { stdio: 'inherit', reject: false });
    if ((await namespaceBan()) === null) return;
  }
  throw new HostError(ban.message);
}

async function checkSystem(): Promise<void> {
  const where = `${process.platform} ${process.arch}`;
  if (where !== 'linux x64')
    throw new HostError(`Building and booting the image needs Linux on x86-64; this is ${where}.`);
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)) {
    throw new HostError('Building and booting the image needs Debian 12 or newer, or Ubuntu 24.04 or newer.');
  }
}

/** What is missing on this computer, said with what it is for. */
async function sayMissing(): Promise<string[]> {
  const missing = await missingPackages(NEEDED);
  if (missing.length > 0) console.log('Missing on this computer:');
  for (const [purpose, names] of Object.entries(HOST_PACKAGES)) {
    const here = names.filter((name) => missing.includes(name));
    if (here.length > 0) console.log(`  to ${purpose}: ${here.join(' ')}`);
  }
  return missing;
}

async function install(packages: readonly string[], root: boolean): Promise<void> {
  const apt = async (...args: string[]): Promise<void> => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const [file = 'sudo', ...rest] = root ? command : ['sudo', ...command];
    const { exitCode, code } = await execa(file, rest, { stdio: 'inherit', reject: false });
    if (code === 'ENOENT') {
      throw new HostError(
        `There is no sudo on this computer. Become root (su -) and type:\n  apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`,
      );
    }
    if (exitCode !== 0) throw new HostError(`apt-get ${args[0]} failed. See its words above.`);
  };
  await apt('update', '-q');
  await apt('install', '-q', '--yes', '--no-install-recommends', ...packages);
}

if (import.meta.main) {
  const flags = new Set(process.argv.slice(2));
  try {
    if (flags.has('--install')) await prepareHost({ yes: flags.has('--yes') });
    else if ((await sayMissing()).length > 0) process.exitCode = 1;
  } catch (error) {
    console.error(error instanceof HostError ? error.message : error);
    process.exitCode = 1;
  }
}
