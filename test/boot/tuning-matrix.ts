import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNamespace } from '../qemu/namespace.ts';
import { chooseCells } from './tuning/cells.ts';
import { type Outcome, rowOf, withRows } from './tuning/document.ts';

const INSIDE = fileURLToPath(new URL('tuning/inside.ts', import.meta.url));
const TABLE = join(import.meta.dirname, '../../docs/tuning-matrix.md');

/**
 * Boots the machines of the tuning matrix with these names, or all, one after another, and writes each row to
 * `docs/tuning-matrix.md` as soon as it is known. Throws when a name is unknown.
 */
export async function bootTuningMatrix(
  image: string,
  names: readonly string[],
  yes: boolean,
): Promise<{ passed: number; failed: number }> {
  const cells = chooseCells(names);
  const folder = await mkdtemp(join(tmpdir(), 'tuning-'));
  let failed = 0;
  try {
    for (const cell of cells) {
      console.log(`\n${cell.name}: ${cell.options.join(' ')}`);
      const result = join(folder, `${cell.name}.json`);
      await runInNamespace([process.execPath, INSIDE, cell.name, image, result], { yes });
      const outcome = await readOutcome(result);
      if (outcome.problems.length > 0) failed++;
      console.log(outcome.problems.length === 0 ? 'as it should be' : outcome.problems.join('\n'));
      const before = await readFile(TABLE, 'utf8').catch(() => '');
      await writeFile(TABLE, withRows(before, new Map([[cell.name, rowOf(cell, outcome)]])));
    }
    return { passed: cells.length - failed, failed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readOutcome(file: string): Promise<Outcome> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { problems: ['the boot ended without a result'], snapshot: null, guest: null };
  }
}
