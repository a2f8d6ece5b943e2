import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../image/bundle.ts';

/** The console program as the image has it, in a folder of its own. */
export async function bundleConsole(): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-tui-'));
  const file = await bundle('tui', folder);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
