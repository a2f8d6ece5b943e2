import { join } from 'node:path';
import { type Message, RUN_DIRECTORY } from '../snapshot.ts';
import { type Run, runProgram } from '../system/run-program.ts';
import { cleanText } from '../text.ts';
import type { ConfigFile } from './files.ts';
import { mounted, removeLeftovers } from './mount.ts';
import { candidates, listPartitions, type Partition } from './partitions.ts';
import { REPORT_FILE } from './report-file.ts';
import { readStickFiles, sameFiles } from './stick-files.ts';

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
  /** False while nothing on it counts: none is plugged in, it could not be read, or two say different things. */
  read: boolean;
  files: ConfigFile[];
  /** Whether a report of the rig's own is on it. */
  report: boolean;
  messages: Message[];
}

/** Nothing is plugged in, or nobody looked. */
export const NO_STICK: StickReading = { present: false, read: false, files: [], report: false, messages: [] };

const WHERE = 'config partition';

/**
 * Reads the config files of this boot's own stick: mounted read-only, for the moment.
 * Several sticks with the running build's mark count only when they say the same. Never throws.
 */
export async function readStick(place: StickPlace, run: Run = runProgram): Promise<StickReading> {
  let found: Partition[];
  try {
    found = candidates(await listPartitions(run), place.buildConfigPartUuid, place.bootDisk);
  } catch (error) {
    const text = `cannot list this machine's disks: ${reason(error)}`;
    return { ...NO_STICK, messages: [problem(text)] };
  }
  if (found.length === 0) return NO_STICK;
  await removeLeftovers(runDirectoryOf(place), run);
  const readings = await readAll(found, place, run);
  const readable = readings.flatMap((reading) => ('files' in reading ? [reading] : []));
  const messages = readings.flatMap((reading) => ('trouble' in reading ? [problem(reading.trouble)] : []));
  const [first] = readable;
  if (first === undefined) return { ...NO_STICK, present: true, messages };
  if (!differ(readable)) {
    const { files, report } = first;
    return { present: true, read: true, files, report, messages: [...messages, ...first.messages] };
  }
  const text = `${conflictOf(found)}, so none is used; leave one plugged in and restart`;
  return { ...NO_STICK, present: true, messages: [...messages, { level: 'error', where: WHERE, text }] };
}

/**
 * Lets `write` change files on this boot's own stick, mounted for the moment of writing; on several that say the same, on each. Throws a
 * sentence where there is none, where two say different things, or where it cannot be written.
 */
export async function writeStick(
  place: StickPlace,
  write: (directory: string) => Promise<void>,
  run: Run = runProgram,
): Promise<void> {
  const found = candidates(await listPartitions(run), place.buildConfigPartUuid, place.bootDisk);
  if (found.length === 0) throw new Error('the stick is not plugged in; put it back and try again');
  if (found.length > 1) {
    const readings = (await readAll(found, place, run)).flatMap((reading) =>
      'files' in reading ? [reading] : [],
    );
    if (differ(readings)) throw new Error(`${conflictOf(found)}; leave one plugged in`);
  }
  for (const { path } of found) {
    try {
      await mounted({ device: path, mode: 'rw', runDirectory: runDirectoryOf(place), run }, write);
    } catch (error) {
      throw new Error(`cannot write to the stick (${path}): ${reason(error)}`);
    }
  }
}

type PartitionReading = { files: ConfigFile[]; report: boolean; messages: Message[] } | { trouble: string };

async function readAll(found: Partition[], place: StickPlace, run: Run): Promise<PartitionReading[]> {
  const readings: PartitionReading[] = [];
  for (const { path } of found) readings.push(await readPartition(path, place, run));
  return readings;
}

async function readPartition(device: string, place: StickPlace, run: Run): Promise<PartitionReading> {
  try {
    const mount = { device, mode: 'ro', runDirectory: runDirectoryOf(place), run } as const;
    const { files, messages, names } = await mounted(mount, readStickFiles);
    return { files, messages, report: names.some((name) => name.toLowerCase() === REPORT_FILE) };
  } catch (error) {
    return {
      trouble: `cannot read ${device}: ${reason(error)}; write the image to the stick again if this stays`,
    };
  }
}

function differ(readings: { files: ConfigFile[] }[]): boolean {
  const [first, ...rest] = readings;
  return first !== undefined && !rest.every((other) => sameFiles(first.files, other.files));
}

function conflictOf(found: Partition[]): string {
  return `the sticks ${found.map(({ disk }) => disk).join(' and ')} carry different config files`;
}

/** The engine's folder in RAM. */
export function runDirectoryOf(place: StickPlace): string {
  return join(place.root, RUN_DIRECTORY);
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
