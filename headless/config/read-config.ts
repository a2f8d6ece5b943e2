import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineSource } from '../rig/machine-source.ts';
import { log } from '../system/log.ts';
import type { Run } from '../system/run-program.ts';
import { cleanText } from '../text.ts';
import type { ConfigFile } from './files.ts';
import { applyFixedAddress } from './fixed-address.ts';
import { keepFiles, keptFiles } from './kept-files.ts';
import type { OwnerConfig } from './model.ts';
import { readOwnerConfig } from './owner-config.ts';
import { NO_STICK, runDirectoryOf, type StickPlace, type StickReading } from './stick.ts';

/** What the owner set, and what was seen of the stick. */
export interface ConfigNews {
  config: OwnerConfig;
  stickPresent: boolean;
  /** False where it is not there, could not be read, or does not count. */
  stickRead: boolean;
  /** Whether a report of the rig's own is on it. */
  reportPresent: boolean;
}

/**
 * Reads everything the owner set, and gives the rig its address. `place` is null on a laptop, where no stick is read and no
 * network is touched. Throws where the kernel's command line cannot be read.
 */
export async function readConfig(
  machine: MachineSource,
  place: StickPlace | null,
  { run, readStick }: { run: Run; readStick(place: StickPlace): Promise<StickReading> },
): Promise<ConfigNews> {
  const cmdline = await readFile(join(machine.root, 'proc/cmdline'), 'utf8');
  const stick = place === null ? NO_STICK : await readStick(place);
  const files = place === null ? [] : await filesOfThisBoot(place, stick);
  const config = readOwnerConfig({ cmdline, files, laptop: place === null });
  const messages = [...stick.messages, ...config.messages];
  // A stick that was taken out, or cannot be read, takes nothing back.
  if (place !== null && (stick.read || config.network !== null)) {
    messages.push(
      ...(await applyFixedAddress(config.network, machine, run).catch((error: Error) => [
        {
          level: 'error' as const,
          where: config.network?.where ?? 'network',
          text: cleanText(`the address cannot be set: ${error.message}`, 300),
        },
      ])),
    );
  }
  for (const { level, where, text } of messages) log(level, `${where}: ${text}`);
  return {
    config: { ...config, messages },
    stickPresent: stick.present,
    stickRead: stick.read,
    reportPresent: stick.report,
  };
}

async function filesOfThisBoot(place: StickPlace, stick: StickReading): Promise<ConfigFile[]> {
  const directory = runDirectoryOf(place);
  if (!stick.read) return keptFiles(directory);
  await keepFiles(directory, stick.files);
  return stick.files;
}
