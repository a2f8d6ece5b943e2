/** The engine as it runs, with the XMRig that the image ships, on loopback: a small recorded computer that mines in light mode. */

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { createEffects } from '../../headless/effects.ts';
import { createEngine, type Engine } from '../../headless/engine.ts';
import { laptopHost } from '../../headless/host.ts';
import { childMiner } from '../../headless/miner/child.ts';
import type { MinerControl } from '../../headless/miner/control.ts';
import { watch } from '../../headless/pollers.ts';
import { type MachineSource, recordedMachine } from '../../headless/rig/machine-source.ts';
import type { Snapshot } from '../../headless/snapshot.ts';
import { LAPTOP } from '../../headless/state/host-rules.ts';
import { clockFrom } from '../../headless/system/clock.ts';
import { log as writeLog } from '../../headless/system/log.ts';
import { initialState } from '../../headless/transition.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { freePort } from '../free-port.ts';
import type { StackEvent } from '../stack/events.ts';
import type { StackInput } from '../stack/settings.ts';
import { Stack } from '../stack/stack.ts';

/** Too little for the dataset: light mode starts at once and leaves the test's machine its memory. */
const MEMORY_KB = 1_000_000;

export interface RealRig {
  engine: Engine;
  miner: MinerControl;
  /** The newest snapshot. */
  snapshot(): Snapshot;
  /** Everything that XMRig has logged. */
  log(): string;
}

/** Starts a rig whose kernel command line is `cmdline`; it ends with the test. Its clock may go faster than the real one. */
export async function startRig(
  context: TestContext,
  cmdline: string,
  { speed = 1 }: { speed?: number } = {},
): Promise<RealRig> {
  const runDirectory = await mkdtemp(join(tmpdir(), 'rigforge-rig-'));
  const program = await buildXmrig(() => {});
  const miner = childMiner({ program, runDirectory, apiPort: await freePort() });
  const machine = await smallMachine(join(runDirectory, 'machine'), cmdline);
  const discoverOn = ['lo'];
  const effects = createEffects({
    host: laptopHost(),
    runDirectory,
    machine,
    miner,
    version: 'test',
    discoverOn,
  });
  const clock = clockFrom(10_000 / speed);
  let newest: Snapshot | null = null;
  const engine = createEngine({
    initial: initialState({ host: LAPTOP, uptimeMs: 10_000, bootedFromStick: false }),
    clock: () => clock() * speed,
    build: { version: 'test', commit: 'test' },
    run: effects.run,
    log: writeLog,
    publish: (snapshot) => {
      newest = snapshot;
    },
  });
  let log = '';
  const unfollow = miner.follow({
    line(text) {
      log += `${text}\n`;
    },
    ended() {},
  });
  const unwatch = watch({
    engine,
    machine,
    miner,
    runDirectory,
    interfaces: discoverOn,
    rereadConfig: () => {},
    watched: () => false,
    onMinerLine: () => {},
  });
  context.onTestFinished(async () => {
    unwatch();
    unfollow();
    effects.stop();
    await miner.stop();
    await rm(runDirectory, { recursive: true, force: true });
  });
  context.onTestFailed(() => console.log(log));
  engine.dispatch({ event: 'started' });
  return {
    engine,
    miner,
    snapshot: () => {
      if (!newest) throw new Error('the engine has said nothing yet');
      return newest;
    },
    log: () => log,
  };
}

export interface RealPool {
  stack: Stack;
  events: StackEvent[];
  /** `host:port`, as an owner writes it. */
  place: string;
  /** Logins of XMRig, the probes not counted. */
  logins(): number;
}

/** A stack that ends with the test. Nobody finds a share unless `input` says otherwise. */
export async function startPool(context: TestContext, input: StackInput = {}): Promise<RealPool> {
  const events: StackEvent[] = [];
  const settings = { port: 0, address: '127.0.0.1', blockSeconds: 0, adapt: false, difficulty: 1e12 };
  const stack = await Stack.start({ ...settings, ...input }, (event) => events.push(event));
  context.onTestFinished(() => stack.stop());
  return {
    stack,
    events,
    place: `127.0.0.1:${stack.port}`,
    logins: () =>
      events.filter((event) => event.event === 'login' && event.agent.startsWith('XMRig/')).length,
  };
}

/** Waits for what should come; the test's own timeout is the limit. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(100);
}

/** Writes a recorded computer with little memory, one thread and this kernel command line to `root`. */
export async function smallMachine(root: string, cmdline: string): Promise<MachineSource> {
  const recorded = await recordedMachine('xeon-vm-2-threads');
  await cp(recorded.root, root, { recursive: true });
  await writeFile(join(root, 'proc/cmdline'), `${cmdline} rigforge.threads=1\n`);
  for (const file of ['proc/meminfo', 'sys/devices/system/node/node0/meminfo']) {
    const path = join(root, file);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    await writeFile(path, text.replace(/(Mem(?:Total|Free|Available):\s+)\d+/g, `$1${MEMORY_KB}`));
  }
  // Live for the engine, so that it takes memory and threads from here; nothing of it can be written.
  return { ...recorded, root, live: true };
}
