/** `npm run xmrig`: fetches the pinned source and builds XMRig for this machine into build/xmrig/host/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { prepareHost } from '../host.ts';
import { missingPackages } from '../packages.ts';
import { fetchSource } from './fetch.ts';

const OUTPUT = join(import.meta.dirname, '../../build/xmrig/host');

/** Debian packages the build needs, from `build-packages.txt`. */
export function buildPackages(): string[] {
  return readFileSync(join(import.meta.dirname, 'build-packages.txt'), 'utf8')
    .trim()
    .split('\n');
}

/**
 * Builds XMRig unless the one at hand is up to date, and returns its path. About a minute on two cores. Throws an error
 * with the apt command when packages are missing, else with the end of the compiler's log.
 */
export async function buildXmrig(say: (line: string) => void = () => {}): Promise<string> {
  const missing = await missingPackages(buildPackages());
  if (missing.length > 0) {
    throw new Error(`To build XMRig, install what it needs: sudo apt install ${missing.join(' ')}`);
  }
  const source = await fetchSource(undefined, say);
  say('Building XMRig (about a minute when something changed)');
  const done = await execa(join(import.meta.dirname, 'build.sh'), [source, OUTPUT], {
    reject: false,
    stdin: 'ignore',
    all: true,
  });
  mkdirSync(OUTPUT, { recursive: true });
  const log = join(OUTPUT, 'build.log');
  if (done.all !== '') {
    writeFileSync(log, done.all);
  }
  if (done.failed) {
    const end = done.all.trimEnd().split('\n').slice(-20).join('\n');
    throw new Error(`XMRig did not build; the whole log is in ${log}, its end:\n${end}`);
  }
  return join(OUTPUT, 'xmrig');
}

if (import.meta.main) {
  try {
    await prepareHost({ 'compile XMRig': buildPackages() });
    console.log(`XMRig is ${await buildXmrig(console.log)}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
