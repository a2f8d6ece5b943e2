import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { missingPackages } from '../../../image/packages.ts';
import { fetchSource } from '../../../image/xmrig/fetch.ts';

const SCRIPT = join(import.meta.dirname, 'build.sh');
const SHARED = [SCRIPT, join(import.meta.dirname, 'hex.h')];
const OUTPUT = join(import.meta.dirname, '../../../build/stack');

/** Debian packages the verifiers are compiled with. */
export const VERIFIER_PACKAGES = ['g++', 'librandomx-dev', 'xz-utils'];

/** Paths of the programs that compute RandomX hashes again. */
export interface Verifiers {
  /** Debian's librandomx: version 1. */
  readonly reference: string;
  /** Our own interpreter: versions 1 and 2. */
  readonly interpreter: string;
}

/**
 * Compiles the verifiers unless those at hand fit their source, and returns their paths; some ten seconds the first time. Throws an
 * error that names the apt command when packages are missing, and what `fetchSource` throws.
 */
export async function buildVerifiers(): Promise<Verifiers> {
  const folder = join(import.meta.dirname, 'interpreter');
  const own = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  const pin = join(import.meta.dirname, '../../../image/xmrig/pin.json');
  return {
    reference: await build('reference', [join(import.meta.dirname, 'reference.c')], async () => []),
    interpreter: await build('interpreter', [...own, pin], async () => [await fetchSource()]),
  };
}

/** Several tests may come here at once: the script lets one compile and the others wait. */
async function build(
  what: keyof Verifiers,
  sources: readonly string[],
  parameters: () => Promise<string[]>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const source of [...SHARED, ...sources]) hash.update(readFileSync(source));
  const program = join(OUTPUT, `${what}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return program;
  const done = await execa(SCRIPT, [what, program, ...(await parameters())], { reject: false, all: true });
  if (!done.failed) return program;
  const missing = await missingPackages(VERIFIER_PACKAGES);
  throw new Error(
    missing.length > 0
      ? `To verify shares, the stack needs what compiles its verifiers: sudo apt install ${missing.join(' ')}`
      : `The share verifier (${what}) did not compile:\n${done.all}`,
  );
}
