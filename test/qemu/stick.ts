import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { findConfigPartition } from '../../image/gpt.ts';

/** The text file on the stick that the boot loader appends to the kernel command line. */
export const CMDLINE_FILE = 'rigforge-cmdline.txt';

/**
 * Makes the throw-away stick: a copy of the image, so that what boots is byte for byte what would be flashed,
 * and the image itself is never written. Then the owner's edits, made as an owner makes them.
 * @param config folder whose files go on the RIGFORGE partition, or null
 * @param cmdline kernel parameters for the command line file; empty leaves the file alone
 */
export async function makeStick(
  image: string,
  stick: string,
  config: string | null,
  cmdline: string,
): Promise<void> {
  await execa('cp', ['--sparse=always', '--reflink=auto', image, stick]);
  await editStick(stick, config, cmdline);
}

/** The same edits on a stick that is there already. */
export async function editStick(stick: string, config: string | null, cmdline: string): Promise<void> {
  if (config === null && cmdline === '') return;
  const { offset } = await findConfigPartition(stick);
  const partition = `${stick}@@${offset}`;
  if (config !== null) await copyFolder(partition, config);
  if (cmdline !== '') await setCmdline(partition, cmdline);
}

/** Reads one file of the RIGFORGE partition; null when it is not there. */
export async function readFromStick(stick: string, name: string): Promise<string | null> {
  const { offset } = await findConfigPartition(stick);
  const { exitCode, stdout } = await mtools('mtype', ['-i', `${stick}@@${offset}`, `::${name}`], {
    reject: false,
  });
  return exitCode === 0 ? stdout : null;
}

async function copyFolder(partition: string, config: string): Promise<void> {
  const names = await readdir(config);
  if (names.length === 0) return;
  await mtools('mcopy', ['-o', '-s', '-i', partition, ...names.map((name) => join(config, name)), '::']);
}

async function setCmdline(partition: string, cmdline: string): Promise<void> {
  const { stdout } = await mtools('mtype', ['-i', partition, `::${CMDLINE_FILE}`]);
  await mtools('mcopy', ['-o', '-i', partition, '-', `::${CMDLINE_FILE}`], {
    input: withCmdline(stdout, cmdline),
  });
}

/** The command line file with more parameters: `add ...` is what its comments tell an owner to write. */
export function withCmdline(file: string, cmdline: string): string {
  return `${file.trimEnd()}\nadd ${cmdline}\n`;
}

function mtools(command: string, args: string[], more: { input?: string; reject?: boolean } = {}) {
  return execa(command, args, { env: { MTOOLS_SKIP_CHECK: '1' }, ...more });
}
