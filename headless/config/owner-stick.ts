/** What the engine does with the owner's stick: reads the config, writes its report, remembers a choice. */
import { join } from 'node:path';
import type { Pool } from '../pool.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import { withDeadline } from '../system/deadline.ts';
import { type Run, runProgram } from '../system/run-program.ts';
import { type ConfigNews, readConfig } from './read-config.ts';
import { REMEMBERED_FILE, writeRemembered } from './remembered.ts';
import { writeReport } from './report-file.ts';
import { NO_STICK, readStick, type StickPlace, type StickReading, writeStick } from './stick.ts';

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
  const stick = patientReader(run);
  return {
    read: async () => readConfig(machine, await host.stick(), { run, readStick: stick }),
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

/** A stick that works is read in a second or two, a slow one with a check of its file system in ten. */
const STICK_MS = 20_000;
const LATE = 'the stick does not answer; the rig goes on without what it says, and reads it again later';

/** Reads the stick, and goes on without it where it hangs. One that hangs is not read again before that look has ended. */
function patientReader(run: Run): (place: StickPlace) => Promise<StickReading> {
  let hanging = false;
  const late: StickReading = {
    ...NO_STICK,
    present: true,
    messages: [{ level: 'warning', where: 'config partition', text: LATE }],
  };
  return async (place) => {
    if (hanging) return late;
    hanging = true;
    const reading = readStick(place, run).finally(() => {
      hanging = false;
    });
    return withDeadline(reading, STICK_MS, LATE).catch(() => late);
  };
}
