import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firmwareFiles } from '../../qemu/firmware.ts';
import { Machine } from '../../qemu/machine.ts';
import { type BootOptions, parseOptions } from '../../qemu/options.ts';
import { bootEntries, readFirmwareVariables } from './firmware-variables.ts';

/** What the firmware would start, and in which order. */
export async function entriesOf(variables: string): Promise<Record<string, string>> {
  return bootEntries(await readFirmwareVariables(variables));
}

/**
 * Lets the firmware start the same machine with an empty stick in it. It then writes entries for what it sees, as
 * every PC does when it is first switched on; what changes after that was changed by what it booted.
 */
export async function firmwareAlone(
  firmware: BootOptions['firmware'],
  disks: readonly string[],
  variables: string,
  folder: string,
): Promise<void> {
  const hardware = parseOptions(['--firmware', firmware, '--memory', '512M']);
  if (hardware === 'help') throw new Error('unreachable');
  const stick = join(folder, 'empty.raw');
  await writeFile(stick, '');
  await truncate(stick, 64 * 1024 * 1024);
  const files = await firmwareFiles(firmware, variables);
  const empty = await Promise.all(disks.map((_, i) => blank(join(folder, `empty-${i}.raw`))));
  const parts = { hardware, accelerator: 'tcg' as const, port: null, directory: folder, serialLog: null };
  const machine = await Machine.start({ ...parts, files: { stick, disks: empty, ...files } });
  try {
    await settled(variables);
  } finally {
    await machine.stop();
  }
}

async function blank(file: string): Promise<{ file: string; format: string }> {
  await writeFile(file, '');
  await truncate(file, 64 * 1024 * 1024);
  return { file, format: 'raw' };
}

/** The firmware has written its entries when they stay the same for a few seconds. */
async function settled(variables: string): Promise<void> {
  let last = '';
  let since = performance.now();
  const end = since + 300_000;
  while (performance.now() < end) {
    await sleep(500);
    const now = JSON.stringify(await entriesOf(variables));
    if (now !== last) since = performance.now();
    last = now;
    if (now.includes('BootOrder') && performance.now() - since > 5000) return;
  }
  throw new Error('the firmware wrote no boot entries in 5 minutes');
}
