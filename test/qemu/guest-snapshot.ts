import { RUN_DIRECTORY, type Snapshot, SOCKET_NAME, snapshotSchema } from '../../headless/snapshot.ts';
import type { GuestShell } from './guest-shell.ts';

/**
 * The engine's snapshot, read in the guest as any of its screens reads it: the first line of its socket. It
 * comes through the serial line as base64, which no terminal setting can change. Throws when the engine is
 * not there or its answer does not fit the schema.
 */
export async function readSnapshot(shell: GuestShell): Promise<Snapshot> {
  const encoded = await shell.read(`/usr/lib/rigforge/node -e '${SCRIPT}'`, { timeoutMs: 90_000 });
  return snapshotSchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
}

const SCRIPT = [
  `const s=require("net").connect("${RUN_DIRECTORY}/${SOCKET_NAME}")`,
  'let b=""',
  's.setEncoding("utf8")',
  's.on("error",e=>{console.log(e.message);process.exit(1)})',
  's.on("data",d=>{b+=d;const n=b.indexOf("\\n");if(n<0)return;console.log(Buffer.from(b.slice(0,n)).toString("base64"));process.exit(0)})',
].join(';');

/**
 * When the guest's kernel started, in milliseconds since power-on: now, less the kernel's own uptime. Right to
 * about a tenth of a second, the time a command takes through the serial line.
 */
export async function kernelStart(shell: GuestShell, now: () => number): Promise<number> {
  const uptime = await shell.read('cat /proc/uptime');
  return Math.max(0, Math.round(now() - Number(uptime.split(' ')[0]) * 1000));
}
