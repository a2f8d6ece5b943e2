/**
 * `npm run test:boot`: boots the image and proves what it promises, a handful of machines one after another.
 * `-- --all` runs the long matrix of `matrix.ts` instead, `-- --tuning` that of `tuning-matrix.ts`; further words pick boots by name
 * (`-- stick`, `-- --tuning 2G zen3`).
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { buildImage } from '../../image/build.ts';
import { BUILD_PACKAGES, HostError, prepareHost } from '../../image/host.ts';
import { BOOT_PACKAGES } from '../packages.ts';
import { Interrupted, runInNamespace } from '../qemu/namespace.ts';
import { bootMatrix } from './matrix.ts';
import { bootTuningMatrix } from './tuning-matrix.ts';

const YES = process.argv.includes('--yes') || process.env['CI'] === 'true';
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const resultsSchema = z.object({ numPassedTests: z.number(), numTotalTests: z.number() });

try {
  await prepareHost({ ...BUILD_PACKAGES, ...BOOT_PACKAGES }, { yes: YES, namespaces: true });
  const { file } = await buildImage();
  const { passed, failed } = await (process.argv.includes('--all')
    ? bootMatrix(file, names, YES)
    : process.argv.includes('--tuning')
      ? bootTuningMatrix(file, names, YES)
      : proofs(file));
  console.log(`\nboots: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof HostError || error instanceof Interrupted ? error.message : error);
  process.exitCode = 1;
}

/** Runs vitest in a namespace; a boot that did not even get to its tests counts each of them as failed. */
async function proofs(image: string): Promise<{ passed: number; failed: number }> {
  process.env['RIGFORGE_IMAGE'] = image;
  const folder = await mkdtemp(join(tmpdir(), 'proofs-'));
  try {
    const json = join(folder, 'results.json');
    const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');
    const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${json}`];
    const config = ['--config', join(import.meta.dirname, 'vitest.config.ts')];
    const code = await runInNamespace([process.execPath, vitest, 'run', ...config, ...reporters, ...names], {
      yes: YES,
    });
    const results = resultsSchema.parse(JSON.parse(await readFile(json, 'utf8')));
    const failed = results.numTotalTests - results.numPassedTests;
    return { passed: results.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
