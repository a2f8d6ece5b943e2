/**
 * `npm run image`: builds build/rigforge.raw, the file that is written to a stick. Builds only what is out of date; `--force` builds
 * all but the tools again, `--yes` installs what is missing without a question. A cold build takes minutes, one after a change in the programs well under one.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { installBiosBoot } from './bios-boot.ts';
import { bundle } from './bundle.ts';
import { BUILD_PACKAGES, prepareHost } from './host.ts';
import { digestOf, uuidFrom } from './inputs.ts';
import { whileLocked } from './lock.ts';
import { Log } from './log.ts';
import { inToolsTree, MKOSI_FOLDER, mkosi, prepareMkosi, TOOLS } from './mkosi.ts';
import { writeRepart } from './repart.ts';
import { stageFolder, stagePrograms } from './stage.ts';
import { buildPackages } from './xmrig/build.ts';
import { fetchSource } from './xmrig/fetch.ts';
import { checkMsrPresets } from './xmrig/presets.ts';

const CHECKOUT = join(import.meta.dirname, '..');
const BUILD = join(CHECKOUT, 'build');
const XMRIG = join(BUILD, 'xmrig/image');
/** What the image is made of beside the staged programs. */
const SOURCES = [
  'mkosi.conf',
  'image/modules.conf',
  'image/initrd',
  'image/repart',
  'image/root',
  'image/scripts',
  'image/stick',
  'image/tools',
  'image/bios-boot.ts',
];

const BASE_STAMP = join(MKOSI_FOLDER, 'base.stamp');

/** The finished image and what is known of it. `bytes` of the raw file, `sha256` in hexadecimal. */
export type BuiltImage = { file: string; bytes: number; sha256: string; digest: string; rebuilt: boolean };

/** Builds the image unless it is up to date. Throws an error whose message a person can act on. */
export async function buildImage({
  force = false,
  say = console.log,
}: {
  force?: boolean;
  say?: (line: string) => void;
} = {}): Promise<BuiltImage> {
  await mkdir(BUILD, { recursive: true });
  return whileLocked(join(BUILD, 'image.lock'), say, async () => {
    const log = await Log.open(join(BUILD, 'image.log'), say);
    try {
      return await build(log, force);
    } finally {
      await log.close();
    }
  });
}

async function build(log: Log, force: boolean): Promise<BuiltImage> {
  await prepareMkosi(log);
  await buildTools(log);
  await buildXmrigForImage(log);
  log.step('Bundling the programs');
  await Promise.all([bundle('headless'), bundle('tui')]);
  const programs = await stagePrograms(XMRIG);
  const digest = await digestOf(CHECKOUT, [...SOURCES, ...programs]);
  const file = join(BUILD, 'rigforge.raw');
  const known = await knownImage(file);
  if (!force && known?.digest === digest) return { ...known, file, rebuilt: false };
  await assemble(log, digest, force);
  const built = { ...(await describe(file)), digest };
  await writeFile(`${file}.json`, `${JSON.stringify({ ...built, file: undefined })}\n`);
  await writeFile(`${file}.sha256`, `${built.sha256}  rigforge.raw\n`);
  return { ...built, rebuilt: true };
}

async function buildTools(log: Log): Promise<void> {
  const digest = await digestOf(CHECKOUT, ['image/tools', 'image/xmrig/build-packages.txt']);
  const stamp = `${TOOLS}.stamp`;
  if (existsSync(TOOLS) && (await readFile(stamp, 'utf8').catch(() => '')) === digest) return;
  log.step('Installing the build tools (once)');
  const packages = buildPackages().flatMap((name) => ['--package', name]);
  await mkosi(log, join(CHECKOUT, 'image/tools'), [
    '--output-directory',
    MKOSI_FOLDER,
    ...packages,
    '--force',
    'build',
  ]);
  await writeFile(stamp, digest);
}

/** Compiled against the libraries of the image's release, whatever the host has; its script knows when there is nothing to do. */
async function buildXmrigForImage(log: Log): Promise<void> {
  const source = await fetchSource(undefined, (line) => log.step(line));
  if (!existsSync(join(XMRIG, 'stamp'))) log.step('Compiling XMRig (about two minutes, once)');
  await mkdir(XMRIG, { recursive: true });
  await inToolsTree(log, [join(CHECKOUT, 'image/xmrig/build.sh'), source, XMRIG]);
  await checkMsrPresets(XMRIG);
}

async function assemble(log: Log, digest: string, force: boolean): Promise<void> {
  const configPartUuid = uuidFrom(digest, 'config');
  const rootUuid = uuidFrom(digest, 'root');
  const stage = await stageFolder(configPartUuid);
  const repart = await writeRepart({ CONFIG_UUID: configPartUuid, ROOT_UUID: rootUuid });
  const out = join(MKOSI_FOLDER, 'out');
  await mkosi(log, CHECKOUT, [
    ...['--cache-directory', join(MKOSI_FOLDER, 'cache')],
    ...['--output-directory', out],
    ...['--tools-tree', TOOLS],
    ...['--repart-directory', repart],
    ...['--extra-tree', stage],
    ...['--environment', `ROOT_UUID=${rootUuid}`],
    ...['--seed', uuidFrom(digest, 'seed')],
    // Twice: the installed packages are thrown away too.
    ...(force || !(await baseIsCurrent()) ? ['--force', '--force'] : ['--force']),
    'build',
  ]);
  await writeFile(BASE_STAMP, await baseDigest());
  log.step('Adding the boot loader for BIOS machines');
  await installBiosBoot(join(out, 'rigforge.raw'), join(out, 'boot.img'), join(out, 'core.img'));
  await rm(join(BUILD, 'rigforge.raw.json'), { force: true });
  await rename(join(out, 'rigforge.raw'), join(BUILD, 'rigforge.raw'));
}

/** mkosi keeps the installed and trimmed packages, but does not notice when what trims them changes. */
async function baseIsCurrent(): Promise<boolean> {
  return (await readFile(BASE_STAMP, 'utf8').catch(() => '')) === (await baseDigest());
}

function baseDigest(): Promise<string> {
  return digestOf(CHECKOUT, ['image/modules.conf', 'image/scripts/prepare', 'image/scripts/trim-modules']);
}

async function knownImage(file: string): Promise<Omit<BuiltImage, 'rebuilt' | 'file'> | null> {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(await readFile(`${file}.json`, 'utf8'));
  } catch {
    return null;
  }
}

async function describe(file: string): Promise<{ file: string; bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { file, bytes, sha256: hash.digest('hex') };
}

if (import.meta.main) {
  try {
    await prepareHost(BUILD_PACKAGES, { yes: process.argv.includes('--yes'), namespaces: true });
    const image = await buildImage({ force: process.argv.includes('--force') });
    console.log(`\n${relative(process.cwd(), image.file)} ${image.rebuilt ? 'is ready' : 'is up to date'}`);
    console.log(`  size    ${(image.bytes / 1e6).toFixed(0)} MB`);
    console.log(`  SHA-256 ${image.sha256}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
