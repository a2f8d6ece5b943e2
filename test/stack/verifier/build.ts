import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const SOURCE = join(import.meta.dirname, 'verifier.c');
const OUTPUT = join(import.meta.dirname, '../../../build/stack');

/** Debian packages the verifier is compiled with. */
export const VERIFIER_PACKAGES = ['gcc', 'libc6-dev', 'librandomx-dev'];

/**
 * Compiles the verifier unless the one at hand fits its source, and returns its path. Throws an error that names the
 * apt command when the compiler or librandomx is missing.
 */
export async function buildVerifier(): Promise<string> {
  const digest = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 12);
  const program = join(OUTPUT, `verifier-${digest}`);
  if (existsSync(program)) {
    return program;
  }
  mkdirSync(OUTPUT, { recursive: true });
  // Several tests may come here at once: each compiles its own file, the last rename wins.
  const part = `${program}.${process.pid}-${randomUUID()}`;
  const done = await execa('cc', ['-O2', '-Wall', '-Wextra', '-o', part, SOURCE, '-lrandomx'], {
    reject: false,
  });
  if (done.failed) {
    const missing = done.code === 'ENOENT' || /randomx\.h|-lrandomx/.test(String(done.stderr));
    throw new Error(
      missing
        ? `To verify shares, the stack needs a C compiler and librandomx: sudo apt install ${VERIFIER_PACKAGES.join(' ')}`
        : `The share verifier did not compile:\n${done.stderr}`,
    );
  }
  renameSync(part, program);
  return program;
}
