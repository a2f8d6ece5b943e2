import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a rig without a screen tells its owner, on the RIGFORGE partition. */
export const REPORT_FILE = 'rigforge-report.txt';

/** Writes the report into the mounted partition, with line ends that every Notepad knows; null takes it away. */
export async function writeReport(directory: string, text: string | null): Promise<void> {
  const path = join(directory, REPORT_FILE);
  if (text === null) return rm(path, { force: true });
  const file = await open(path, 'w');
  try {
    await file.writeFile(text.replaceAll('\n', '\r\n'));
    await file.sync();
  } finally {
    await file.close();
  }
}
