/** Fills the identifiers of one build into the partition definitions of image/repart. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MKOSI_FOLDER } from './mkosi.ts';

/** Writes the definitions with each `@NAME@` replaced and returns their folder. */
export async function writeRepart(values: Record<string, string>): Promise<string> {
  const from = join(import.meta.dirname, 'repart');
  const to = join(MKOSI_FOLDER, 'repart');
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const text = await readFile(join(from, name), 'utf8');
    await writeFile(
      join(to, name),
      text.replace(/@(\w+)@/g, (whole, key: string) => values[key] ?? whole),
    );
  }
  return to;
}
