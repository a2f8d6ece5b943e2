/** The rig's senses: what is looked at again and again, as rarely and cheaply as its purpose allows. */
import { readdir } from 'node:fs/promises';
import type { Engine } from './engine.ts';
import type { MinerControl } from './miner/control.ts';
import { lastWords } from './miner/last-words.ts';
import { factInLine } from './miner/log.ts';
import { readSummary } from './miner/summary.ts';
import { readClock } from './rig/clock-under-load.ts';
import { readBootDisk, readDisks } from './rig/disks.ts';
import { readKeyboardPresent } from './rig/keyboard.ts';
import type { MachineSource } from './rig/machine-source.ts';
import { readLinks } from './rig/network.ts';
import { createCpuWatch } from './rig/online-cpus.ts';
import { createSensors } from './rig/sensors.ts';
import type { Stage } from './snapshot.ts';
import { stageOf, workingOf } from './state/phase.ts';
import { withoutSecrets } from './state/secrets.ts';
import { log } from './system/log.ts';

const TICK_MS = 1_000;
const MINER_MS = 2_000;
/** A person who plugs a cable or a keyboard in, or pulls one, expects an answer; a mining rig has nothing to gain from it. */
const SURROUNDINGS_MS = { waiting: 1_000, miningWatched: 2_000, mining: 10_000 };
const CPUS_MS = 10_000;
const CLOCK_MS = 60_000;
const STICK_MS = 5_000;
/** Nobody looking, nothing read; a window that opens gets its numbers within a second. */
const SENSORS_MS = { watched: 10_000, unwatched: 1_000 };

/** Starts all watchers; the returned function stops them. */
export function watch(options: {
  engine: Engine;
  machine: MachineSource;
  miner: MinerControl;
  interfaces: string[] | null;
  runDirectory: string;
  /** Whether a window is open. */
  watched(): boolean;
  rereadConfig(): void;
  /** A line of XMRig's log, without passwords, and its time in seconds since the kernel started (null: now). */
  onMinerLine(line: string, seconds: number | null): void;
}): () => void {
  const { engine, machine, miner } = options;
  const stops = [
    every(
      () => TICK_MS,
      async () => engine.dispatch({ event: 'tick' }),
    ),
    every(
      () => SURROUNDINGS_MS[pace(stageOf(engine.state()), options.watched())],
      async () => {
        const links = await readLinks(machine, { also: options.interfaces ?? [] });
        engine.dispatch({ event: 'surroundings', links, keyboard: await readKeyboardPresent(machine) });
      },
    ),
    every(
      () => MINER_MS,
      async () => {
        if (!workingOf(engine.state())) return;
        const pid = await miner.pid();
        const summary = pid === null ? null : await readSummary(miner.apiPort);
        engine.dispatch({ event: 'minerStatus', pid, summary });
      },
    ),
    watchMinerLog(options),
    watchDisks(machine, options.rereadConfig),
    watchCpus(engine, machine),
    watchClock(engine, machine),
    watchSensors(engine, machine, options),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** XMRig's lines, and its ends. */
function watchMinerLog({
  engine,
  miner,
  onMinerLine,
}: Pick<Parameters<typeof watch>[0], 'engine' | 'miner' | 'onMinerLine'>): () => void {
  const words = lastWords();
  /** The journal begins with lines from before this engine ran: no news. */
  const isOld = (seconds: number | null) =>
    seconds !== null && seconds * 1000 < engine.state().milestones.engineStarted;
  return miner.follow({
    line(raw, seconds, from) {
      const line = withoutSecrets(raw, engine.state());
      const fact = from === 'xmrig' ? factInLine(line) : null;
      if (from === 'xmrig') words.hear(line);
      // What was counted before this engine is in what it kept.
      const isCounted = fact?.faults !== undefined && isOld(seconds);
      if (fact && !isCounted) engine.dispatch({ event: 'minerLog', fact });
      onMinerLine(line, seconds);
    },
    ended(how, seconds) {
      const said = words.take();
      if (!isOld(seconds)) engine.dispatch({ event: 'minerEnded', ended: { ...how, said } });
    },
  });
}

/** A stick that comes or goes changes the list of block devices: the config is read again then. */
function watchDisks(machine: MachineSource, changed: () => void): () => void {
  if (!machine.live) return () => {};
  let known: string | null = null;
  return every(
    () => STICK_MS,
    async () => {
      const list = (await readdir(`${machine.root}/sys/class/block`).catch(() => [])).sort().join(' ');
      if (known !== null && list !== known) changed();
      known = list;
    },
  );
}

/** A CPU that comes online has the firmware's registers and clock, not ours. */
function watchCpus(engine: Engine, machine: MachineSource): () => void {
  const changed = createCpuWatch(machine);
  return every(
    () => CPUS_MS,
    async () => {
      if (await changed()) engine.dispatch({ event: 'cpusChanged' });
    },
  );
}

/** Only under load does the clock tell what heat and power limits allow. */
function watchClock(engine: Engine, machine: MachineSource): () => void {
  return every(
    () => CLOCK_MS,
    async () => {
      const { clock } = engine.state();
      if (workingOf(engine.state())?.activity.is === 'mining')
        engine.dispatch({ event: 'clockRead', clock: await readClock(machine) });
      else if (clock !== null) engine.dispatch({ event: 'clockRead', clock: null });
    },
  );
}

function pace(stage: Stage, watched: boolean): keyof typeof SURROUNDINGS_MS {
  if (stage !== 'mining') return 'waiting';
  return watched ? 'miningWatched' : 'mining';
}

function watchSensors(
  engine: Engine,
  machine: MachineSource,
  { runDirectory, watched }: { runDirectory: string; watched(): boolean },
): () => void {
  const readSensors = createSensors(machine);
  return every(
    () => (watched() ? SENSORS_MS.watched : SENSORS_MS.unwatched),
    async () => {
      if (!watched()) return;
      const disks = await readDisks(machine, await readBootDisk(runDirectory));
      engine.dispatch({ event: 'sensed', sensors: await readSensors(), disks });
    },
  );
}

/** Runs `task` at once and again `interval` after each end; an error in it ends nothing, and is logged once. */
function every(interval: () => number, task: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let logged = '';
  const turn = async () => {
    await task().catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== logged) log('warning', `watching the machine: ${text}`);
      logged = text;
    });
    if (!stopped) timer = setTimeout(turn, interval());
  };
  void turn();
  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
  };
}
