/** One XMRig on its own, with a config like a rig's. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MinerSummary, readSummary } from '../../headless/miner/summary.ts';
import { xmrigConfig } from '../../headless/miner/xmrig-config.ts';
import { freePort } from '../free-port.ts';
import { type Child, startProgram } from './children.ts';
import { XMRIG } from './mining-rig.ts';

/** A dataset takes a minute on a slow, busy machine; then XMRig needs 10 s for its first average. */
const MINING_MS = 300_000;
/** `PR_SET_THP_DISABLE` (prctl(2)) for XMRig alone: told to use no huge pages it still asks the kernel for transparent ones. */
const WITHOUT_TRANSPARENT = [
  'python3',
  '-c',
  'import ctypes, os, sys; ctypes.CDLL(None).prctl(41, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])',
];

export interface LoneMiner extends Child {
  apiPort: number;
  /** What it said of itself when it had its first hashrate. */
  summary: MinerSummary;
}

/** Starts XMRig in fast mode in `folder`; resolves when it hashes. `poolPort` is a stack's on loopback. */
export async function startLoneMiner(
  folder: string,
  poolPort: number,
  hugePages: boolean,
): Promise<LoneMiner> {
  await mkdir(folder, { recursive: true });
  const apiPort = await freePort();
  const place = { host: '127.0.0.1', address: '127.0.0.1', port: poolPort, tls: false, fingerprint: null };
  const config = xmrigConfig({
    target: {
      stackId: '',
      source: 'person',
      why: null,
      pools: [{ ...place, user: 'bench', password: 'x' }],
    },
    tuning: { mode: 'fast', oneGbPages: false, numa: false, threads: null },
    donatePercent: 1,
    label: 'bench',
    apiPort,
    hugePages,
  });
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  const wrapper = hugePages ? [] : WITHOUT_TRANSPARENT;
  const miner = startProgram([...wrapper, XMRIG, '-c', file], { HOME: folder });
  let ended: unknown = null;
  // No line fits: this is how its end is heard of.
  miner.line(/(?!)/).catch((error: unknown) => {
    ended = error;
  });
  for (const until = performance.now() + MINING_MS; performance.now() < until; await sleep(500)) {
    if (ended !== null) throw ended;
    const summary = await readSummary(apiPort);
    if (summary && (summary.hashrate.total[0] ?? 0) > 0) return { ...miner, apiPort, summary };
  }
  await miner.stop();
  throw new Error(`XMRig did not mine in ${MINING_MS / 1000} s`);
}
