/**
 * The Debian archive this machine's apt already uses, so that the image is built from the same mirror through the same
 * proxy. Where the host knows none (Ubuntu), mkosi's own default is used.
 */
import { execa } from 'execa';

/** Release the image and its tools are made of. */
export const RELEASE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEBIAN_SUITE = /^(oldstable|bookworm|stable|trixie|testing|forky|unstable|sid)(-\w+)?$/;

/** An apt `.sources` file for the image's release and an apt configuration file; `sources` is null where no Debian is known. */
export type HostSources = { sources: string | null; options: string };

/** Asks apt what archives and settings it has. Throws where there is no apt. */
export async function hostSources(): Promise<HostSources> {
  const targets = await execa('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE) $(COMPONENT)',
    'Created-By: Packages',
  ]);
  const configuration = await execa('apt-config', ['dump']);
  return { sources: sourcesFrom(targets.stdout), options: optionsFrom(configuration.stdout) };
}

/** From lines of `address suite component`, the same archives for the image's release; null if none is Debian's. */
export function sourcesFrom(targets: string): string | null {
  const debian = targets
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, suite = '', component]) => DEBIAN_SUITE.test(suite) && component === 'main');
  const security = debian.find(([, suite = '']) => suite.endsWith('-security'))?.[0];
  const archive = debian.find(([, suite = '']) => !suite.includes('-'))?.[0];
  if (!archive) return null;
  const updates = archive === security ? '' : ` ${RELEASE}-updates`;
  return [
    stanza(archive, `${RELEASE}${updates}`),
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
