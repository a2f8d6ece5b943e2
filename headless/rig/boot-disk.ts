import { readFile } from 'node:fs/promises';

/** Kernel name of the disk that the system was copied from, as the initrd noted it; null after netboot and on a laptop. */
export async function readBootDisk(runDirectory: string): Promise<string | null> {
  const text = await readFile(`${runDirectory}/boot-disk`, 'utf8').catch(() => '');
  return text.trim() || null;
}
