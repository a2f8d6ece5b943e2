/** Which files of the owner's partition are read, and how much of them. */
import { open, opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Message } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import { MAX_FILE_BYTES } from './decode.ts';
import { type ConfigFile, fileRank, isCommandLineFile, looksLikeConfig } from './files.ts';
import { REMEMBERED_FILE } from './remembered.ts';

const MAX_FILES = 20;
const MAX_ENTRIES = 2000;

/** The files in the mounted partition's top directory that say something, and what to say of those that only look so. */
export async function readStickFiles(
  directory: string,
): Promise<{ files: ConfigFile[]; messages: Message[]; names: string[] }> {
  const files: ConfigFile[] = [];
  const messages: Message[] = [];
  const names = await fileNames(directory);
  for (const name of names) {
    if (fileRank(name) === null && !isCommandLineFile(name) && name.toLowerCase() !== REMEMBERED_FILE) {
      if (looksLikeConfig(name) && messages.length < MAX_FILES) {
        const text =
          'is not read; write rigforge.conf or config.json, as plain text (what is in it may do as it is: copy it there)';
        messages.push({ level: 'warning', where: cleanText(name, 60), text });
      }
    } else if (files.length < MAX_FILES) {
      const content = await readStart(join(directory, name));
      if (content.length <= MAX_FILE_BYTES) files.push({ name, content });
      else
        messages.push({
          level: 'error',
          where: cleanText(name, 60),
          text: 'is larger than 64 KiB, so it is not read',
        });
    }
  }
  return { files, messages, names };
}

/** Names of plain files in the top directory, sorted; what macOS and Windows leave behind begins with a dot or is a folder. */
async function fileNames(directory: string): Promise<string[]> {
  const names: string[] = [];
  let seen = 0;
  for await (const entry of await opendir(directory)) {
    if (entry.isFile() && !entry.name.startsWith('.')) names.push(basename(entry.name));
    if (++seen >= MAX_ENTRIES) break;
  }
  return names.sort();
}

/** At most one byte more than is allowed, whatever size a damaged file system claims. */
async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

/** True when two sticks say the same. */
export function sameFiles(a: ConfigFile[], b: ConfigFile[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, content }, index) => {
      const other = b[index];
      return other !== undefined && other.name === name && Buffer.compare(content, other.content) === 0;
    })
  );
}
