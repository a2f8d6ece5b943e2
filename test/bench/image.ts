/** The built image, as far as it is there, and what the bench keeps between runs. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NotMeasured } from './row.ts';

const BUILD = join(import.meta.dirname, '../../build');
/** What takes long to make and stays true: remade when what it was made from has changed. */
export const CACHE = join(BUILD, 'bench');

/** The image's file; rejects with `NotMeasured` where it was not built. */
export function builtImage(): string {
  const image = join(BUILD, 'rigforge.raw');
  if (!existsSync(image)) throw new NotMeasured('there is no build/rigforge.raw: npm run image');
  return image;
}

/** SHA-256 in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
