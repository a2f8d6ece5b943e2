import type { Intent } from '../../../headless/intent.ts';
import { RUN_DIRECTORY, SOCKET_NAME } from '../../../headless/snapshot.ts';
import type { Rig } from '../../qemu/rig.ts';

/** Sends the engine what a console would. */
export async function sendIntent(rig: Rig, intent: Intent): Promise<void> {
  const line = Buffer.from(`${JSON.stringify(intent)}\n`).toString('base64');
  const script = `require("net").connect("${RUN_DIRECTORY}/${SOCKET_NAME}").end(Buffer.from("${line}","base64"))`;
  await rig.machine.shell.read(`/usr/lib/rigforge/node -e '${script}'`);
}
