/** XMRig's self-test (our patch 10): nothing is handed in that would be wrong. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { factInLine } from '../../headless/miner/log.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { counted, mine, PATIENCE, pool, until } from './real-miner.ts';

let xmrig: string;
beforeAll(async () => {
  xmrig = await buildXmrig(console.log);
}, 900_000);

describe('XMRig', { timeout: PATIENCE }, () => {
  test('hashes the published vectors of both algorithms before anything else', async (context) => {
    const stack = await pool(context, { difficulty: 20 });
    const miner = await mine(context, [stack]);
    await stack.shares(1);
    expect(miner.log.indexOf('self-test passed')).toBeGreaterThan(0);
    expect(miner.log.indexOf('self-test passed')).toBeLessThan(miner.log.indexOf('READY threads'));
  });

  test('mines nothing where the vectors of the algorithm come out wrong, and what it says is understood', async (context) => {
    // The published hash of v1 with one digit changed: as if this computer had made a mistake.
    const program = changed('639183aae1bf4c9a', '739183aae1bf4c9a');
    const stack = await pool(context, { difficulty: 1, forkAfter: 1000 });
    const miner = await mine(context, [stack], { program });
    await until(() => miner.log.includes('READY threads'));
    expect(found(miner.log)).toEqual([{ algorithm: 'rx/0', thread: null }]);
    // What is right is mined: v2 after the fork.
    stack.stack.fork();
    await stack.shares(1, 'rx/2');
    expect(stack.stack.status().algorithms['rx/0']).toBeUndefined();
    expect(counted(stack.events, 'share')).toBeGreaterThan(0);
  });
});

/** XMRig with one text in it changed. */
function changed(from: string, to: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-self-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = readFileSync(xmrig);
  const at = program.indexOf(from);
  expect(at).toBeGreaterThan(0);
  program.write(to, at, 'latin1');
  const file = join(folder, 'xmrig');
  writeFileSync(file, program);
  chmodSync(file, 0o755);
  return file;
}

function found(log: string) {
  return log.split('\n').flatMap((line) => factInLine(line)?.wrongHashes ?? []);
}
