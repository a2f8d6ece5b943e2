import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNamespace } from '../../qemu/namespace.ts';
import { builtImage, sha256 } from '../image.ts';
import type { Options } from '../options.ts';
import { NotMeasured } from '../row.ts';
import type { GuestText } from './figures.ts';
import { plainImage } from './plain-image.ts';

const INSIDE = fileURLToPath(new URL('inside.ts', import.meta.url));

/** What one boot of the image and one of a plain Debian showed; times in milliseconds since power-on. */
export interface BootFigures {
  accelerator: string;
  rig: { firstFrame: number | null; kernel: string; guest: GuestText };
  plain: { login: number };
}

/** Boots both in the same machine, one after the other. Rejects with `NotMeasured` where that was not asked for. */
export async function bootOnce(
  { boot }: Pick<Options, 'boot'>,
  folder: string,
  say: (line: string) => void,
): Promise<BootFigures> {
  if (!boot) throw new NotMeasured('it takes two boots in QEMU: --boot');
  const image = builtImage();
  const plain = await plainImage(await sha256(image), say);
  const report = join(folder, 'boot.json');
  const code = await runInNamespace([process.execPath, INSIDE, JSON.stringify({ image, plain, report })], {
    yes: false,
  });
  if (code !== 0 || !existsSync(report)) throw new Error(`the boots ended with ${code}; see above`);
  return JSON.parse(await readFile(report, 'utf8'));
}
