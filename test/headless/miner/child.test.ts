import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
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
