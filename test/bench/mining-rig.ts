/**
 * A rig that mines on this machine: the small stack, the engine with its XMRig, one console. All on loopback, and nothing on
 * the machine is changed: as on a laptop the engine reserves no huge pages.
 */
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../../headless/snapshot.ts';
import { bundle } from '../../image/bundle.ts';
import { followEngine } from '../../tui/snapshot-client.ts';
import { freePort } from '../free-port.ts';
import { type Child, startNode } from './children.ts';
import { NotMeasured } from './row.ts';
import { startStack } from './stack.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { unitCommand } from './unit.ts';

const CHECKOUT = join(import.meta.dirname, '../..');
/** Where `npm run xmrig` puts the miner for this machine. */
export const XMRIG = join(CHECKOUT, 'build/xmrig/host/xmrig');
/** A dataset takes a minute on a slow, busy machine; then XMRig needs 10 s for its first average. */
const MINING_MS = 300_000;

export interface MiningRig {
  engine: Child;
  console: Terminal;
  /** When the console was started, as `performance.now()` counts. */
  consoleSince: number;
  xmrigPid: number;
  apiPort: number;
  stop(): Promise<void>;
}

/** Starts all of it in `folder`; resolves when XMRig has its first hashrate. */
export async function startMiningRig(folder: string, say: (line: string) => void): Promise<MiningRig> {
  await access(XMRIG).catch(() => {
    throw new NotMeasured('XMRig is not built for this machine: npm run xmrig');
  });
  const parts: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  try {
    say('Starting stack, engine, console and XMRig');
    const [engineFile, consoleFile] = await bundles(folder);
    const { stack, port } = await startStack();
    parts.push(stack);
    const apiPort = await freePort();
    const unit = await unitCommand('headless');
    const options = ['--mode', 'laptop', '--run-dir', folder, '--api-port', String(apiPort)];
    const engine = startNode(
      [...unit.nodeFlags, engineFile, ...options, '--xmrig', XMRIG, '--discover-on', 'lo'],
      unit.environment,
    );
    parts.push(engine);
    const socket = join(folder, 'console.sock');
    const terminal = openTerminal(await unitCommand('tui'), consoleFile, socket);
    parts.push(terminal);
    const consoleSince = performance.now();
    const { miner } = await mining(socket, `127.0.0.1:${port}`);
    if (miner?.pid == null) throw new Error('the engine does not say which process its XMRig is');
    return { engine, console: terminal, consoleSince, xmrigPid: miner.pid, apiPort, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Both programs as the image has them, in a folder of the bench's own: somebody may be building meanwhile. */
export async function bundles(folder: string): Promise<[string, string]> {
  await mkdir(folder, { recursive: true });
  return Promise.all([bundle('headless', folder), bundle('tui', folder)]);
}

/** Chooses the pool as a person would type it, and waits for XMRig's first 10 s average. */
async function mining(socket: string, pool: string): Promise<Snapshot> {
  const { promise, resolve, reject } = Promise.withResolvers<Snapshot>();
  let asked = false;
  let last: Snapshot | null = null;
  const client = followEngine(socket, () => {
    last = client.read().snapshot;
    if (last === null) return;
    if (!asked && last.stage !== 'checking' && last.stage !== 'tuning') {
      client.send({ intent: 'type', address: pool, password: null });
      asked = true;
    }
    if ((last.miner?.hashesPerSecond.seconds10 ?? 0) > 0) resolve(last);
  });
  const late = setTimeout(() => {
    const where = last === null ? 'the engine did not answer' : `${last.stage}, ${last.doing}`;
    reject(new Error(`XMRig did not mine in ${MINING_MS / 1000} s: ${where}`));
  }, MINING_MS);
  return promise.finally(() => {
    clearTimeout(late);
    client.close();
  });
}
