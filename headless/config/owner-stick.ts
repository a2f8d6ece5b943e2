/** What the engine does with the owner's stick: reads the config, writes its report, remembers a choice. */
import { join } from 'node:path';
import type { Pool } from '../pool.ts';
import { readBootDisk } from '../rig/boot-disk.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import { type ConfigNews, readConfig } from './read-config.ts';
import { REMEMBERED_FILE, writeRemembered } from './remembered.ts';
import { writeReport } from './report-file.ts';
import { type Run, runProgram } from './run.ts';
import { type StickPlace, writeStick } from './stick.ts';

/** All of them mount the partition: one at a time. */
export interface OwnerStick {
  read(): Promise<ConfigNews>;
  /** Null takes the report away. Throws where the stick cannot be written. */
  report(text: string | null): Promise<void>;
  /** Throws a sentence where there is no stick or it cannot be written. */
  remember(pool: Pool, poolsHash: string): Promise<void>;
}

export function ownerStick(
  parts: {
    mode: 'image' | 'laptop';
    machine: MachineSource;
    runDirectory: string;
    configPartUuid: string;
    version: string;
  },
  run: Run = runProgram,
): OwnerStick {
  /** Null on a laptop, which has none. */
  const find = async (): Promise<StickPlace | null> => {
    if (parts.mode === 'laptop') return null;
    const bootDisk = await readBootDisk(parts.runDirectory);
    return { root: parts.machine.root, buildConfigPartUuid: parts.configPartUuid, bootDisk };
  };
  return {
    read: async () => readConfig(parts.machine, await find(), run),
    report: async (text) => {
      const place = await find();
      const signed = text === null ? null : `${text}\nRigForge ${parts.version}\n`;
      if (place) await writeStick(place, (directory) => writeReport(directory, signed), run);
    },
    remember: async (pool, poolsHash) => {
      const place = await find();
      if (!place)
        throw new Error('there is no stick here to write on; the choice counts until this rig is left');
      const path = (directory: string) => join(directory, REMEMBERED_FILE);
      await writeStick(place, (directory) => writeRemembered(path(directory), pool, poolsHash), run);
    },
  };
}
