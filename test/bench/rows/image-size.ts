import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { builtImage, CACHE, sha256 } from '../image.ts';
import { megabytes } from '../process.ts';
import { type Measured, NotMeasured, type Row } from '../row.ts';

/** Bytes (docs/design.md, "Numbers to hold"). */
const GOAL = 220e6;
/** Flash tools read .xz as it is: Rufus, balenaEtcher, Raspberry Pi Imager. */
const COMMAND = ['xz', '-9', '--threads=1', '--stdout'];

export const imageSize: Row = {
  name: 'image-size',
  what: 'image, compressed',
  goal: 'at most 220 MB',
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  const image = builtImage();
  const raw = (await stat(image)).size;
  const bytes = await compressedSize(image, bench.say);
  return {
    value: megabytes(bytes),
    holds: bytes <= GOAL,
    note: `${COMMAND.slice(0, 2).join(' ')}, which flash tools read; the raw file has ${megabytes(raw)}.`,
    figures: { compressedBytes: bytes, rawBytes: raw, command: COMMAND.join(' ') },
  };
}

/** Takes minutes, so the answer is kept for as long as the image is the same. */
async function compressedSize(image: string, say: (line: string) => void): Promise<number> {
  const key = `${COMMAND.join(' ')} ${await sha256(image)}`;
  const file = join(CACHE, 'image-size.json');
  const known = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  if (typeof known[key] === 'number') return known[key];
  say('Compressing the image, some minutes');
  const bytes = await countBytes([...COMMAND, image]);
  await mkdir(CACHE, { recursive: true });
  await writeFile(file, `${JSON.stringify({ [key]: bytes })}\n`);
  return bytes;
}

async function countBytes(command: string[]): Promise<number> {
  const child = spawn('nice', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code] = await once(child, 'close');
  if (code === 127) throw new NotMeasured('xz is not installed: apt-get install xz-utils');
  if (code !== 0) throw new Error(`xz ended with ${code}`);
  return bytes;
}
