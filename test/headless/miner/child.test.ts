import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { HowEnded } from '../../../headless/ended.ts';
import { childMiner } from '../../../headless/miner/child.ts';
import type { XmrigConfigInput } from '../../../headless/miner/xmrig-config.ts';

const pool = {
  host: 'pool.lan',
  address: null,
  port: 3333,
  tls: false,
  fingerprint: null,
  user: 'rig',
  password: null,
};
const input: XmrigConfigInput = {
  target: { stackId: 'pool.lan:3333', source: 'person', why: { reason: 'chosen' }, pools: [pool] },
  tuning: { mode: 'light', oneGbPages: false, numa: false, threads: null },
  donatePercent: 1,
  label: 'rig',
};

it.each([
  ['is not there', '/nowhere/xmrig', 'npm run xmrig'],
  ['is no program', import.meta.filename, 'does not start'],
])('says what to do when XMRig %s', async (_what, program, words) => {
  const runDirectory = await mkdtemp(join(tmpdir(), 'rigforge-child-'));
  onTestFinished(() => rm(runDirectory, { recursive: true }));
  const miner = childMiner({ program, runDirectory, apiPort: 1 });
  await expect(miner.start(input)).rejects.toThrow(words);
  expect(await miner.pid()).toBeNull();
});

/** What is heard of a program that runs as XMRig and does this. */
async function endOf(script: string, stops = false): Promise<HowEnded[]> {
  const runDirectory = await mkdtemp(join(tmpdir(), 'rigforge-child-'));
  onTestFinished(() => rm(runDirectory, { recursive: true }));
  const program = join(runDirectory, 'program');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const miner = childMiner({ program, runDirectory, apiPort: 1 });
  const ends: HowEnded[] = [];
  const over = new Promise<void>((resolve) => {
    miner.follow({
      line: (line) => line === 'bye' && setTimeout(resolve, 300),
      ended: (how) => ends.push(how),
    });
  });
  await miner.start(input);
  if (stops) await miner.stop();
  else await over;
  return ends;
}

it.each([
  ['a signal', 'echo bye; kill -FPE $$', [{ by: 'signal', signal: 'SIGFPE' }]],
  ['a status', 'echo bye; exit 2', [{ by: 'status', status: 2 }]],
  ['success', 'echo bye', []],
])('tells an end of its own by %s', async (_, script, ends) => {
  expect(await endOf(script)).toEqual(ends);
});

it.each([
  ['as asked', 'exec /bin/sleep 60'],
  ['only when it is killed', 'trap "" TERM; while :; do /bin/sleep 0.1; done'],
])('does not tell an end that was ordered, where it ends %s', async (_, script) => {
  expect(await endOf(script, true)).toEqual([]);
});
