import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../../../image/inputs.ts';
import { whileLocked } from '../../../image/lock.ts';
import { Log } from '../../../image/log.ts';
import { mkosi, prepareMkosi, TOOLS } from '../../../image/mkosi.ts';
import { CACHE } from '../image.ts';
import { NotMeasured } from '../row.ts';

const SOURCE = join(import.meta.dirname, 'plain');

/**
 * A plain Debian 13 made by the image's own mkosi and tools, in build/bench/; made anew when its definition or the image (and so,
 * maybe, the kernel that Debian's archive has) is newer. Rejects with `NotMeasured` before the image's first build.
 * @param imageDigest what the image was made of; the same one gives the same plain image
 */
export async function plainImage(imageDigest: string, say: (line: string) => void): Promise<string> {
  if (!existsSync(TOOLS)) throw new NotMeasured('the build tools of the image are not there: npm run image');
  await mkdir(CACHE, { recursive: true });
  const file = join(CACHE, 'plain.raw');
  const stamp = `${await digestOf(SOURCE, ['.'])} ${imageDigest}\n`;
  if (existsSync(file) && (await readFile(`${file}.stamp`, 'utf8').catch(() => '')) === stamp) return file;
  await whileLocked(join(CACHE, '../image.lock'), say, async () => {
    const log = await Log.open(join(CACHE, 'plain.log'), say);
    try {
      await prepareMkosi(log);
      const out = join(CACHE, 'out');
      await mkosi(log, SOURCE, ['--output-directory', out, '--tools-tree', TOOLS, '--force', 'build']);
      await rename(join(out, 'plain.raw'), file);
    } finally {
      await log.close();
    }
  });
  await writeFile(`${file}.stamp`, stamp);
  return file;
}
