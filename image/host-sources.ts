/**
 * The Debian archive the image is built from: the one this machine's apt already uses, through the same proxy, or the one
 * that `RIGFORGE_DEBIAN_MIRROR` names. Where there is neither (Ubuntu), the one that python-apt knows as Debian's.
 */
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** Release the image and its tools are made of. */
export const RELEASE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEBIAN_SUITE = /^(oldstable|bookworm|stable|trixie|testing|forky|unstable|sid)(-\w+)?$/;
/** From `python-apt-common`, which `host.ts` installs on hosts that are no Debian. */
const DISTRIBUTIONS = '/usr/share/python-apt/templates/Debian.info';

/** Without `apt-get update` apt knows only what its files say, not who is behind an archive: asked second. */
const RELEASE_INFO: readonly (readonly string[])[] = [[], ['--no-release-info']];

/** An apt `.sources` file for the image's release, and an apt configuration file. */
export interface HostSources {
  readonly sources: string;
  readonly options: string;
}

/** Asks apt what archives and settings it has. Throws where there is no apt. */
export async function hostSources(): Promise<HostSources> {
  const named = process.env['RIGFORGE_DEBIAN_MIRROR'];
  const sources = named ? stanza(named, `${RELEASE} ${RELEASE}-updates`) : await sourcesOfApt();
  const configuration = await execa('apt-config', ['dump']);
  const known = sources ?? publicSources(await readFile(DISTRIBUTIONS, 'utf8').catch(() => ''));
  if (known === null) {
    throw new Error(
      "This computer's apt has no Debian archive. Install python-apt-common, or name a mirror of https://www.debian.org/mirror/list: RIGFORGE_DEBIAN_MIRROR=http://.../debian npm run image",
    );
  }
  return { sources: known, options: optionsFrom(configuration.stdout) };
}

/**
 * Base addresses of the archives this computer's apt knows (`http://host/debian`), in its order, each once; those of other
 * distributions too. Empty where apt is not there or cannot say.
 */
export async function aptArchives(): Promise<string[]> {
  const targets = await Promise.all(RELEASE_INFO.map((more) => indexTargets(more).catch(() => '')));
  const lines = targets.join('\n').split('\n');
  const addresses = lines.map((line) => line.split('\t')[3] ?? '').filter((word) => /^https?:/.test(word));
  return [...new Set(addresses.map((address) => address.replace(/\/+$/, '')))];
}

async function sourcesOfApt(): Promise<string | null> {
  for (const more of RELEASE_INFO) {
    const sources = sourcesFrom(await indexTargets(more));
    if (sources) return sources;
  }
  return null;
}

/** Lines of suite, component, origin and address, with tabs between them. */
async function indexTargets(more: readonly string[]): Promise<string> {
  const format = ['$(RELEASE)', '$(COMPONENT)', '$(ORIGIN)', '$(REPO_URI)'].join('\t');
  const targets = ['indextargets', ...more, '--format', format, 'Created-By: Packages'];
  const { stdout } = await execa('apt-get', targets);
  return withMirrorLists(stdout);
}

/**
 * The same lines with web addresses only. Cloud images name a file of addresses in place of one; mkosi's sandbox does not have
 * that file, so the first address in it counts.
 */
export async function withMirrorLists(targets: string): Promise<string> {
  const lines = targets.split('\n').map(async (line) => {
    const [, before, file] = /^(.*)\bmirror\+file:(\S+?)\/?$/.exec(line) ?? [];
    if (!file) return line;
    const list = await readFile(file, 'utf8').catch(() => '');
    return `${before}${/^https?:\S+/m.exec(list)?.[0] ?? ''}`;
  });
  return (await Promise.all(lines)).join('\n');
}

/**
 * From lines of suite, component, origin and address, with tabs between them, the same archives for the image's release; null
 * if none is Debian's. Others call their suites `stable` too: who is unknown (`$(ORIGIN)`) is known by the address.
 */
export function sourcesFrom(targets: string): string | null {
  const debian = targets
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([suite = '', component]) => DEBIAN_SUITE.test(suite) && component === 'main')
    .filter(([, , , address = '']) => /^https?:\/\//.test(address))
    .filter(([, , origin = '', address = '']) =>
      origin.startsWith('$') ? /\/debian(-security)?\/?$/.test(address) : origin === 'Debian',
    );
  const security = debian.find(([suite = '']) => suite.endsWith('-security'))?.[3];
  const archive = debian.find(([suite = '']) => !suite.includes('-'))?.[3];
  if (!archive) return null;
  const updates = debian.some(([suite = '']) => suite.endsWith('-updates')) ? ` ${RELEASE}-updates` : '';
  return [
    stanza(archive, `${RELEASE}${updates}`),
    ...(security ? [stanza(security, `${RELEASE}-security`)] : []),
  ].join('\n');
}

/** From python-apt's list of Debian's archives: the first, and the one for security. Null where there is none. */
export function publicSources(distributions: string): string | null {
  // All that comes from there is signed, and mkosi's sandbox need not have certificates.
  const addresses = [...distributions.matchAll(/^BaseURI: *https?(:\S+)$/gm)].map(
    ([, rest]) => `http${rest}`,
  );
  const security = addresses.find((address) => address.includes('security'));
  const archive = addresses.find((address) => address !== security);
  if (!archive) return null;
  return [
    stanza(archive, `${RELEASE} ${RELEASE}-updates`),
    ...(security ? [stanza(security, `${RELEASE}-security`)] : []),
  ].join('\n');
}

/** Of `apt-config dump`, how to reach archives (proxies) and how old they may be (frozen mirrors). */
export function optionsFrom(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => /^Acquire::(https?::|Check-Date|Check-Valid-Until|Retries|ForceIPv)/.test(line))
    .filter((line) => !line.endsWith(' "";'))
    .map((line) => `${line}\n`)
    .join('');
}

function stanza(address: string, suites: string): string {
  return `Types: deb
URIs: ${address}
Suites: ${suites}
Components: main non-free-firmware
Signed-By: ${KEYRING}
`;
}
