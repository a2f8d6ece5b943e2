/** Libraries that make a computer fail under XMRig. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** Compiles one of the C files beside this one; the library is gone with the test. */
export async function preloaded(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-preloaded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const library = join(folder, 'preloaded.so');
  const file = join(import.meta.dirname, source);
  await execa('cc', ['-shared', '-fPIC', '-O1', '-o', library, file, '-lpthread', '-ldl']);
  return library;
}
