import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../../qemu/rig.ts';

/** What stands on the monitor, read from the guest's own memory of it. Glyphs outside ASCII are question marks. */
export async function monitor(rig: Rig): Promise<string> {
  await rig.shellReady();
  const answer = await rig.machine.shell.read('stty -F /dev/tty1 size; base64 -w0 /dev/vcs1');
  const [size = '', encoded = ''] = answer.split('\n');
  const columns = Number(size.split(' ')[1]);
  const cells = Buffer.from(encoded, 'base64')
    .toString('latin1')
    .replace(/[^ -~]/g, '?');
  if (!(columns > 0) || cells.length === 0) throw new Error(`the monitor cannot be read: ${answer}`);
  const rows = Array.from({ length: cells.length / columns }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns).trimEnd(),
  );
  return rows.join('\n').trimEnd();
}

/** Waits until the monitor shows all of this. Rejects with what it shows instead. */
export async function monitorShows(rig: Rig, wanted: readonly RegExp[], timeoutMs: number): Promise<string> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const text = await monitor(rig);
    const missing = wanted.filter((one) => !one.test(text));
    if (missing.length === 0) return text;
    if (performance.now() > end)
      throw new Error(
        `after ${timeoutMs / 1000} s the monitor does not show ${missing.join(', ')}:\n${text}`,
      );
    await sleep(500);
  }
}
