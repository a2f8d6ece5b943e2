/** What the engine does with the owner's stick: reads the config, writes its report, remembers a choice. */
import { join } from 'node:path';
import type { Pool } from '../pool.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import { type Run, runProgram } from '../system/run-program.ts';
import { type ConfigNews, readConfig } from './read-config.ts';
import { REMEMBERED_FILE, writeRemembered } from './remembered.ts';
import { writeReport } from './report-file.ts';
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
  {
    host,
    machine,
    version,
  }: { host: { stick(): Promise<StickPlace | null> }; machine: MachineSource; version: string },
  run: Run = runProgram,
): OwnerStick {
  return {
    read: async () => readConfig(machine, await host.stick(), run),
    report: async (text) => {
      const place = await host.stick();
      const signed = text === null ? null : `${text}\nRigForge ${version}\n`;
      if (place) await writeStick(place, (directory) => writeReport(directory, signed), run);
    },
    remember: async (pool, poolsHash) => {
      const place = await host.stick();
      if (!place)
        throw new Error('there is no stick here to write on; the choice counts until this rig is left');
      const path = (directory: string) => join(directory, REMEMBERED_FILE);
      await writeStick(place, (directory) => writeRemembered(path(directory), pool, poolsHash), run);
    },
  };
}
