import { mkdir, mkdtemp, open, opendir, readdir, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Message, RUN_DIRECTORY } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import { MAX_FILE_BYTES } from './decode.ts';
import { type ConfigFile, fileRank, isCommandLineFile, looksLikeConfig } from './files.ts';
import { candidates, listPartitions, type Partition } from './partitions.ts';
import { REMEMBERED_FILE } from './remembered.ts';
import { type Run, runProgram } from './run.ts';

/** Where to look for this boot's stick. */
export interface StickPlace {
  /** Where this machine's file system begins, `/` but in tests. */
  root: string;
  buildConfigPartUuid: string;
  /** Kernel name of the disk the system was copied from; null on netboot. */
  bootDisk: string | null;
}

/** What was found on the stick. */
export interface StickReading {
  /** True while a partition with our mark is plugged in, even when it could not be read. */
  present: boolean;
  files: ConfigFile[];
  messages: Message[];
}

const MAX_FILES = 20;
const MAX_ENTRIES = 2000;
const WHERE = 'config partition';

/**
 * Reads the config files of this boot's own stick: mounted read-only for the moment, never written.
 * Several sticks with the running build's mark count only when they say the same. Never throws.
 */
export async function readStick(options: StickPlace, run: Run = runProgram): Promise<StickReading> {
  const runDirectory = join(options.root, RUN_DIRECTORY);
  let found: Partition[];
  try {
    found = candidates(await listPartitions(run), options.buildConfigPartUuid, options.bootDisk);
  } catch (error) {
    return {
      present: false,
      files: [],
      messages: [problem(`cannot list this machine's disks: ${reason(error)}`)],
    };
  }
  if (found.length === 0) return { present: false, files: [], messages: [] };
  await removeLeftovers(runDirectory, run);
  const readings: PartitionReading[] = [];
  for (const partition of found) readings.push(await readPartition(partition.path, runDirectory, run));
  const readable = readings.filter((reading) => reading.readable);
  const messages = readings.filter((reading) => !reading.readable).flatMap((reading) => reading.messages);
  const [first, ...rest] = readable;
  if (first === undefined) return { present: true, files: [], messages };
  if (rest.every((other) => sameFiles(first.files, other.files))) {
    return { present: true, files: first.files, messages: [...messages, ...first.messages] };
  }
  const names = found.map((partition) => partition.disk).join(' and ');
  const text = `the sticks ${names} carry different config files, so none is used; leave one plugged in and restart`;
  return { present: true, files: [], messages: [...messages, { level: 'error', where: WHERE, text }] };
}

/** What one partition holds, or why it cannot be read. */
interface PartitionReading {
  readable: boolean;
  files: ConfigFile[];
  messages: Message[];
}

async function readPartition(device: string, runDirectory: string, run: Run): Promise<PartitionReading> {
  try {
    return await mounted(device, runDirectory, run, readFiles);
  } catch (error) {
    const text = `cannot read ${device}: ${reason(error)}; write the image to the stick again if this stays`;
    return { readable: false, files: [], messages: [problem(text)] };
  }
}

/** Runs `use` while the partition is mounted in a directory that only root can enter. */
async function mounted<T>(
  device: string,
  runDirectory: string,
  run: Run,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  await mkdir(runDirectory, { recursive: true });
  const directory = await mkdtemp(join(runDirectory, `${PREFIX}${process.pid}-`));
  try {
    await run('mount', ['-t', 'vfat', '-o', 'ro,nosuid,nodev,noexec,umask=0077', device, directory]);
    try {
      return await use(directory);
    } finally {
      await unmount(directory, run);
    }
  } finally {
    await rmdir(directory).catch(() => {});
  }
}

const PREFIX = 'stick-';

async function unmount(directory: string, run: Run): Promise<void> {
  // A stick that is gone makes an ordinary unmount fail; a lazy one always lets go.
  await run('umount', [directory]).catch(() => run('umount', ['--lazy', directory]).catch(() => {}));
}

/** An engine that was killed while it read left its mount behind; the number in the name is its process. */
async function removeLeftovers(runDirectory: string, run: Run): Promise<void> {
  const names = await readdir(runDirectory).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(PREFIX) || name.startsWith(`${PREFIX}${process.pid}-`)) continue;
    await unmount(join(runDirectory, name), run);
    await rmdir(join(runDirectory, name)).catch(() => {});
  }
}

async function readFiles(directory: string): Promise<PartitionReading> {
  const files: ConfigFile[] = [];
  const messages: Message[] = [];
  for (const name of await fileNames(directory)) {
    if (fileRank(name) === null && !isCommandLineFile(name) && name.toLowerCase() !== REMEMBERED_FILE) {
      if (looksLikeConfig(name) && messages.length < MAX_FILES) {
        const text = 'is not read; write rigforge.conf or config.json, as plain text';
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
  return { readable: true, files, messages };
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

function sameFiles(a: ConfigFile[], b: ConfigFile[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, content }, index) => {
      const other = b[index];
      return other !== undefined && other.name === name && Buffer.compare(content, other.content) === 0;
    })
  );
}

function problem(text: string): Message {
  return { level: 'warning', where: WHERE, text: cleanText(text, 300) };
}

/** The last line of what mount or lsblk said, else of the error itself. */
function reason(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const text = stderr.trim() === '' && error instanceof Error ? error.message : stderr;
  return cleanText(text.trim().split('\n').at(-1) ?? 'unknown reason', 160);
}
