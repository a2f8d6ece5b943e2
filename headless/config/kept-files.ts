/** The owner's files as they were read last, in RAM: a restarted engine finds the stick pulled, and what it said stands for this boot. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../system/replace-file.ts';
import type { ConfigFile } from './files.ts';

const fileSchema = z.array(z.object({ name: z.string(), content: z.base64() }));

/** Readable by root alone: they hold pool passwords. */
export async function keepFiles(runDirectory: string, files: readonly ConfigFile[]): Promise<void> {
  const kept = files.map(({ name, content }) => ({ name, content: Buffer.from(content).toString('base64') }));
  await replaceFile(pathIn(runDirectory), JSON.stringify(kept), { mode: 0o600 });
}

/** Empty where none were read in this boot. */
export async function keptFiles(runDirectory: string): Promise<ConfigFile[]> {
  try {
    const kept = fileSchema.parse(JSON.parse(await readFile(pathIn(runDirectory), 'utf8')));
    return kept.map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') }));
  } catch {
    return [];
  }
}

function pathIn(runDirectory: string): string {
  return join(runDirectory, 'owner-files.json');
}
