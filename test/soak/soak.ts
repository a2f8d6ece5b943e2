/** The soak: a rig as it ships, a console, and a stack that fails every minute. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SOCKET_NAME } from '../../headless/snapshot.ts';
import { bundle } from '../../image/bundle.ts';
import { openTerminal, type Terminal } from '../bench/terminal.ts';
import { unitCommand } from '../bench/unit.ts';
import { NAMED } from '../faults/plans.ts';
import { minesAt } from '../faults/run-fault.ts';
import { makeScene, type Scene } from '../faults/scene.ts';
import { seeded } from '../tui/random-snapshot.ts';
import { type Accounts, account, type Counts } from './accounts.ts';
import { drawn, SOAK_STACKS } from './failures.ts';
import type { Options } from './options.ts';
import { descriptorsOf, type Sample, sizeOf, type Trend, trends } from './samples.ts';
import { type Restart, Watch } from './watch.ts';

/** Beside the checkout's node_modules, where the bundle finds what is not in it. */
const FOLDER = join(import.meta.dirname, '../../build/soak');
const SAMPLE_MS = 10_000;
const MINUTE_MS = 60_000;
const MINING_SECONDS = 300;
/** The last shares are answered by then. */
const SETTLED_MS = 20_000;

export interface Failed {
  minute: number;
  name: string;
  seconds: number;
  /** Seconds from its end to the next share that the stack has verified; null where the next failure came before. */
  again: number | null;
}

export interface Result {
  minutes: number;
  samples: Sample[];
  failed: Failed[];
  trends: Trend[];
  accounts: Accounts;
  /** What XMRig's API has counted. */
  api: Counts;
  restarts: Restart[];
  /** Starts of the engine; one is right. */
  engineStarts: number;
  /** Minutes at which the stack has verified a share. */
  verified: number[];
  /** Null where the rig mines at the end. */
  notMining: string | null;
  watch: Watch;
}

export async function soak({ minutes, seed }: Options, say: (line: string) => void): Promise<Result> {
  mkdirSync(FOLDER, { recursive: true });
  const scene = await makeScene(SOAK_STACKS, NAMED);
  // From the first share on.
  const watch = new Watch(scene);
  let terminal: Terminal | null = null;
  try {
    const socket = scene.rig.file(SOCKET_NAME);
    const program = await bundle('tui', FOLDER);
    await minesAt(scene, 'home', 0, MINING_SECONDS);
    terminal = openTerminal(await unitCommand('tui'), program, socket);
    await terminal.shows(/Mining at/, MINUTE_MS);
    return await run(scene, terminal, watch, { minutes, seed }, say);
  } finally {
    watch.stop();
    const { engineLog, log } = scene.rig;
    keep({ 'engine.log': engineLog, 'xmrig.log': log, 'screen.txt': terminal?.text() ?? '' });
    keep({ 'events.json': JSON.stringify(watch.heard) });
    await terminal?.stop();
    await scene.close();
  }
}

async function run(
  scene: Scene,
  terminal: Terminal,
  watch: Watch,
  { minutes, seed }: Pick<Options, 'minutes' | 'seed'>,
  say: (line: string) => void,
): Promise<Result> {
  const { rig } = scene;
  watch.begin();
  const samples: Sample[] = [];
  const sampling = setInterval(
    () => void sample(scene, terminal, watch).then((one) => samples.push(one)),
    SAMPLE_MS,
  );
  const failed = await fail(scene, watch, minutes, seed, say);
  clearInterval(sampling);
  keep({ 'samples.json': JSON.stringify(samples) });
  const notMining = await minesAtEnd(scene, terminal);
  await sleep(SETTLED_MS);
  watch.stop();
  return {
    minutes,
    samples,
    failed: failed.map((one, index) => ({ ...one, again: again(one, failed[index + 1], watch) })),
    trends: trends(samples, minutes),
    accounts: account(watch.heard, rig.log),
    api: watch.apiCounts,
    restarts: watch.restarts,
    engineStarts: rig.engine.starts,
    verified: verifiedAt(watch),
    notMining,
    watch,
  };
}

/** Each minute one thing, healed within it. */
async function fail(
  scene: Scene,
  watch: Watch,
  minutes: number,
  seed: number,
  say: (line: string) => void,
): Promise<Failed[]> {
  const failed: Failed[] = [];
  const started = performance.now();
  const failures = drawn(seeded(seed));
  for (let minute = 0; minute < minutes; minute += 1) {
    const { failure, seconds } = failures.next().value;
    failed.push({ minute: watch.minute, name: failure.name, seconds, again: null });
    say(`${failure.name} for ${seconds} s`);
    watch.failure = failure.name;
    await failure.begin(scene);
    await sleep(seconds * 1000);
    await failure.heal(scene);
    watch.failure = `after ${failure.name}`;
    await sleep(Math.max(0, started + (minute + 1) * MINUTE_MS - performance.now()));
  }
  return failed;
}

async function sample({ rig }: Scene, terminal: Terminal, { minute }: Watch): Promise<Sample> {
  const [engine, console] = await Promise.all([sizeOf(rig.engine.pid), sizeOf(terminal.pid)]);
  const { pid } = rig.xmrig;
  let xmrig: Sample['xmrig'] = null;
  try {
    if (pid !== null) xmrig = { pid, descriptors: descriptorsOf(pid) };
  } catch {
    // It ended this very moment.
  }
  return { minute, engine, console, xmrig };
}

async function minesAtEnd(scene: Scene, terminal: Terminal): Promise<string | null> {
  try {
    await minesAt(scene, 'home', scene.stack('home').shares, MINING_SECONDS);
    await terminal.shows(/Mining at/, MINUTE_MS);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function verifiedAt(watch: Watch): number[] {
  return watch.heard.flatMap(({ at, event }) =>
    event.event === 'share' && event.accepted ? [watch.minuteOf(at)] : [],
  );
}

function again({ minute, seconds }: Failed, next: Failed | undefined, watch: Watch): number | null {
  const end = minute + seconds / 60;
  const share = verifiedAt(watch).find((at) => at >= end);
  return share === undefined || (next && share >= next.minute) ? null : Math.round((share - end) * 60);
}

function keep(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(FOLDER, name), text);
}
