/** How the image starts a program, read from its unit, so that the bench never measures other flags than a rig has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from '../../image/bundle.ts';

const UNITS = join(import.meta.dirname, '../../image/root/usr/lib/systemd/system');
const UNIT: Record<Program, string> = { headless: 'rigforge-headless.service', tui: 'rigforge-tui@.service' };

export interface UnitCommand {
  /** Options for Node itself. */
  nodeFlags: string[];
  environment: Record<string, string>;
}

export async function unitCommand(program: Program): Promise<UnitCommand> {
  return parseUnit(await readFile(join(UNITS, UNIT[program]), 'utf8'));
}

/** Node's options and the environment of a unit. Throws where its ExecStart does not start Node with a bundle. */
export function parseUnit(text: string): UnitCommand {
  const command = /^ExecStart=\/usr\/lib\/rigforge\/node((?: --\S+)*) \/usr\/lib\/rigforge\/\w+\.js$/m.exec(
    text,
  );
  if (command === null) throw new Error('the unit does not start Node in the way that the bench knows');
  const variables = [...text.matchAll(/^Environment=(\w+)=(\S*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return {
    nodeFlags: (command[1] ?? '').split(' ').filter((flag) => flag !== ''),
    environment: Object.fromEntries(variables),
  };
}
