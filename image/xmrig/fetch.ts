/**
 * Puts the pinned source of XMRig into a folder: first from the archives that this machine's apt knows, then from
 * Debian's public snapshot archive. What a file is called or where it came from proves nothing; its SHA-256 does.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { aptArchives } from '../host-sources.ts';
import { type Pin, readPin } from './pin.ts';

type PinnedFile = Pin['files'][number];

/** Where the sources are kept, below the checkout. */
const SOURCE_FOLDER = join(import.meta.dirname, '../../build/xmrig/source');

/** apt's own downloader: knows the proxies and passwords of apt's configuration, which `fetch` does not. */
const APT_HELPER = '/usr/lib/apt/apt-helper';

/**
 * Makes sure that `folder` holds every pinned file with the right content and returns `folder`. Downloads only what is
 * missing. Throws an error that lists each address and what went wrong there when a file cannot be had.
 */
export async function fetchSource(
  folder: string = SOURCE_FOLDER,
  say: (line: string) => void = () => {},
): Promise<string> {
  const pin = readPin();
  mkdirSync(folder, { recursive: true });
  const missing = pin.files.filter(({ name, sha256: wanted }) => {
    const path = join(folder, name);
    return !existsSync(path) || sha256(path) !== wanted;
  });
  const archives = missing.length > 0 ? await aptArchives() : [];
  for (const file of missing) {
    say(`Fetching ${file.name}`);
    await download(addresses(pin, file, archives), file, join(folder, file.name));
  }
  return folder;
}

/** Every address where a pinned file may be found, best first; `archives` are those of `aptArchives`. */
export function addresses(pin: Pin, file: PinnedFile, archives: readonly string[]): string[] {
  // Ubuntu carries the same source package in `universe`.
  const pools = archives.flatMap((archive) =>
    ['main', 'universe'].map((component) => `${archive}/pool/${component}/${pin.pool}/${file.name}`),
  );
  return [...pools, `https://snapshot.debian.org/file/${file.sha1}`];
}

async function download(from: string[], file: PinnedFile, to: string): Promise<void> {
  // Several builds may fetch at once.
  const part = `${to}.${randomUUID()}.part`;
  const failures: string[] = [];
  for (const address of from) {
    try {
      await get(address, part);
      if (sha256(part) !== file.sha256) {
        throw new Error('its content is not the pinned one (SHA-256 differs)');
      }
      renameSync(part, to);
      return;
    } catch (error) {
      rmSync(part, { force: true });
      failures.push(`  ${address}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `XMRig's source ${file.name} could not be fetched. Put it into ${join(to, '..')} by hand, or check the network.\n${failures.join('\n')}`,
  );
}

async function get(address: string, to: string): Promise<void> {
  if (existsSync(APT_HELPER)) {
    const done = await execa(APT_HELPER, ['download-file', address, to], { reject: false, all: true });
    if (done.failed) {
      throw new Error(
        /^E: (?:Failed to fetch \S+\s+)?(.*)$/m.exec(done.all ?? '')?.[1] ?? 'apt could not fetch it',
      );
    }
    return;
  }
  const response = await fetch(address, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  writeFileSync(to, new Uint8Array(await response.arrayBuffer()));
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

if (import.meta.main) {
  const folder = await fetchSource(process.argv[2], console.log);
  console.log(`XMRig's source is in ${folder}`);
}
