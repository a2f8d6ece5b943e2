/** A rig's whole engine on a host of the test LAN, seen through its console socket. It has no XMRig. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Snapshot, SOCKET_NAME, snapshotSchema } from '../../../headless/snapshot.ts';
import type { Host } from './lan.ts';

const ENGINE = new URL('../../../headless/main.ts', import.meta.url).pathname;

export interface EngineOnLan {
  /** Waits for a snapshot that fits. */
  until(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  stop(): void;
}

/** Starts the engine as on a laptop: nothing on the machine is changed. Ends with the LAN at the latest. */
export async function engineOn(host: Host): Promise<EngineOnLan> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-engine-'));
  const child = host.start(process.execPath, ENGINE, '--mode', 'laptop', '--run-dir', folder);
  child.stdout?.resume();
  const socket = await connected(join(folder, SOCKET_NAME));
  const watching = new Set<(snapshot: Snapshot) => void>();
  let newest: Snapshot | null = null;
  createInterface({ input: socket }).on('line', (line) => {
    const parsed = snapshotSchema.safeParse(JSON.parse(line));
    // The other kind of line is the log.
    if (!parsed.success) return;
    newest = parsed.data;
    for (const watch of [...watching]) watch(newest);
  });
  return {
    until: (fits) =>
      new Promise((resolve) => {
        const watch = (snapshot: Snapshot) => {
          if (!fits(snapshot)) return;
          watching.delete(watch);
          resolve(snapshot);
        };
        watching.add(watch);
        if (newest) watch(newest);
      }),
    stop: () => {
      socket.destroy();
      child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connected(path: string) {
  for (;;) {
    const socket = connect(path);
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isOpen) return socket;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
