import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Rig } from '../../qemu/rig.ts';

const PICTURES = join(import.meta.dirname, '../../../docs/pictures');
/** A page of text with few colours: more would be something else. */
const MOST_BYTES = 60_000;

/** Takes a picture of the monitor. With `RIGFORGE_PICTURES=1` it becomes the one in the docs. */
export async function takePicture(rig: Rig, name: string): Promise<void> {
  const file = join(rig.directory, `${name}.png`);
  await rig.machine.qmp.screenshot(file);
  const { size } = await stat(file);
  expect(size, name).toBeGreaterThan(0);
  expect(size, name).toBeLessThan(MOST_BYTES);
  if (process.env['RIGFORGE_PICTURES'] === '1') await copyFile(file, join(PICTURES, `${name}.png`));
}
