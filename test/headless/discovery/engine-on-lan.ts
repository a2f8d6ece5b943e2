/** A rig's whole engine on a host of the test LAN, seen through its console socket. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { recordingSchema } from '../../../headless/rig/machine-source.ts';
import { type Snapshot, SOCKET_NAME, snapshotSchema } from '../../../headless/snapshot.ts';
import { buildXmrig } from '../../../image/xmrig/build.ts';
import { smallMachine } from '../real-rig.ts';
import type { Host } from './lan.ts';

const ENGINE = join(import.meta.dirname, '../../../headless/main.ts');

export interface EngineOnLan {
  /** Waits for a snapshot that fits. */
  until(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  stop(): Promise<void>;
}

interface EngineSettings {
  mines?: boolean;
  cmdline?: string;
  /** What the computer that mines believes to have on its link, in place of its recorded IPv4 address. */
  addresses?: string[] | undefined;
}

/**
 * Starts the engine as on a laptop: nothing on the machine is changed. It has no XMRig to start unless `mines`: then it is a
 * computer with little memory and this kernel command line, so that XMRig's light mode begins at once. Ends with the LAN at the latest.
 */
export async function engineOn(
  host: Host,
  { mines = false, cmdline = 'rigforge.wait=0', addresses }: EngineSettings = {},
): Promise<EngineOnLan> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-engine-'));
  const miner = mines ? await minerOptions(folder, cmdline, addresses) : [];
  const child = host.start(process.execPath, ENGINE, '--mode', 'laptop', '--run-dir', folder, ...miner);
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
    stop: async () => {
      socket.destroy();
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function minerOptions(folder: string, cmdline: string, addresses?: string[]): Promise<string[]> {
  const program = join(folder, 'program.sh');
  // Should the engine be killed, no XMRig stays behind. It is started without a PATH.
  const script = `#!/bin/sh\nexec /usr/bin/setpriv --pdeathsig KILL ${await buildXmrig(() => {})} "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  const machine = join(folder, 'machine');
  await smallMachine(machine, cmdline);
  if (addresses) {
    const path = join(machine, 'machine.json');
    const recording = recordingSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    await writeFile(path, JSON.stringify({ ...recording, addresses: { eth0: addresses } }));
  }
  return ['--xmrig', program, '--machine', machine];
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
