/** Runs the state machine's effects on the real machine and reports each outcome as an event. */
import { checkRig } from './checks/checks.ts';
import { ownerStick } from './config/owner-stick.ts';
import { askPool, withAddress } from './discovery/ask-pool.ts';
import { type Discovery, startDiscovery } from './discovery/discovery.ts';
import { formatEndpoint } from './endpoint.ts';
import type { News } from './engine.ts';
import type { Host } from './host.ts';
import type { MinerControl } from './miner/control.ts';
import { readThreads } from './miner/summary.ts';
import { WELL_KNOWN_NAMES } from './names.ts';
import type { MiningTarget } from './pool.ts';
import type { MachineSource } from './rig/machine-source.ts';
import { residentBytes } from './rig/process.ts';
import { readRig } from './rig/read-rig.ts';
import type { Effect } from './state/effect.ts';
import { readOrder, readSession, writeOrder, writeSession } from './state/session.ts';
import { withDeadline } from './system/deadline.ts';
import { log } from './system/log.ts';
import { applyTuning } from './tuning/apply.ts';
import { confirmTuning } from './tuning/confirm.ts';
import { oldRegistersFile } from './tuning/end.ts';
import { readPageCounters } from './tuning/pages.ts';
import { planTuning } from './tuning/plan.ts';
import { planRegisters } from './tuning/register-plan.ts';
import { tuneCpus } from './tuning/registers.ts';

/** The names XMRig and the probe give themselves; stacks show them to their owner. */
const AGENT = 'RigForge-Image';

export interface Parts {
  host: Host;
  runDirectory: string;
  machine: MachineSource;
  miner: MinerControl;
  version: string;
  /** Interfaces to look for stacks on; null: all that have an address. */
  discoverOn: string[] | null;
}

type Dispatch = (news: News) => void;

/** One after the other, whatever comes in meanwhile: XMRig's orders, and the writes of one file. */
type Queue = 'miner' | 'session' | 'stick';

/**
 * How an effect is run; in `queue` it waits for those before it. Of those that wait the newest of a kind is enough: `kind` is the
 * effect's own name where it is left out.
 */
interface Handler<E extends Effect> {
  queue?: Queue;
  kind?: string;
  /** After so many seconds it has failed, and holds nobody up any longer; the usual ones where it is left out. */
  seconds?: number;
  run(effect: E, dispatch: Dispatch): void | Promise<void>;
}
type Handlers = { [K in Effect['effect']]: Handler<Extract<Effect, { effect: K }>> };

/** The interpreter. It holds nothing but the running discovery; a failed effect becomes a `failed` event. */
export function createEffects(parts: Parts): { run(effect: Effect, dispatch: Dispatch): void; stop(): void } {
  const queues = { miner: Promise.resolve(), session: Promise.resolve(), stick: Promise.resolve() };
  /** How many effects of a kind there were. */
  const newest = new Map<string, number>();
  /** Effects that failed the last time, with their kinds. */
  const broken = new Map<Effect['effect'], string>();
  const search: Search = { discovery: null };

  const run = (effect: Effect, dispatch: Dispatch): void => {
    const handler = handlers[effect.effect] as Handler<Effect>;
    const { queue, kind = effect.effect, seconds = SECONDS } = handler;
    const failed = (error: unknown) => {
      broken.set(effect.effect, kind);
      dispatch({ event: 'failed', effect, error: sentence(error) });
    };
    const number = (newest.get(kind) ?? 0) + 1;
    newest.set(kind, number);
    const work = async () => {
      const isOvertaken = queue !== undefined && newest.get(kind) !== number;
      if (isOvertaken) return;
      const ran = async () => handler.run(effect, dispatch);
      await withDeadline(ran(), seconds * 1000, `no answer within ${seconds} s`);
      // An order that worked makes up for the one before it.
      const over = [...broken].filter(([, of]) => of === kind);
      for (const [name] of over) {
        broken.delete(name);
        dispatch({ event: 'worked', effect: name });
      }
    };
    if (queue) queues[queue] = queues[queue].then(work).catch(failed);
    else work().catch(failed);
  };

  const handlers: Handlers = {
    ...computerHandlers(parts),
    ...searchHandlers(parts, search),
    ...minerHandlers(parts),
    ...keepHandlers(parts, run),
  };
  return { run, stop: () => search.discovery?.stop() };
}

function computerHandlers({ host, machine, runDirectory }: Parts) {
  return {
    readRig: {
      async run(_, dispatch) {
        const facts = await readRig(machine);
        dispatch({ event: 'rigRead', facts, ...checkRig(facts) });
      },
    },
    nameRig: { run: ({ label }) => host.setName(label) },
    power: { run: ({ action }) => host.power(action) },
    tune: {
      // A gigabyte page after the other, where memory is in pieces.
      seconds: 600,
      async run({ facts, threads, reserveBytes, hugePageBytes, minerPid }, dispatch) {
        const pages = await readPageCounters(machine);
        const minerBytes = minerPid === null ? 0 : await residentBytes(minerPid);
        const plan = planTuning(facts, { threads, reserveBytes, hugePageBytes, pages, minerBytes });
        const options = {
          // A recorded computer may be tuned anywhere.
          dryRun: !host.mayTune && machine.live,
          minerRunning: minerPid !== null,
          oldRegisters: oldRegistersFile(runDirectory),
        };
        dispatch({ event: 'tuned', ...(await applyTuning(plan, machine, options)) });
      },
    },
    tuneCpus: {
      async run({ facts }, dispatch) {
        if (!host.mayTune) return;
        const options = { readOnly: false, oldRegisters: oldRegistersFile(runDirectory) };
        const { msr, governor } = await tuneCpus(machine, planRegisters(facts), options);
        log('info', `CPUs came or went: registers ${msr.effective}, clock ${governor.effective}`);
        dispatch({ event: 'cpusTuned', records: [msr, governor] });
      },
    },
  } satisfies Partial<Handlers>;
}

/**
 * Names are looked up for 4 s, XMRig gets 10 s to end: more than all that together is no answer any more. A program that was killed may
 * hang on a dead disk all the same: its end is not waited for.
 */
const SECONDS = 60;

/** The search that runs now. */
interface Search {
  discovery: Discovery | null;
}

function searchHandlers(parts: Parts, search: Search) {
  return {
    discover: {
      run({ label, names }, dispatch) {
        search.discovery?.stop();
        search.discovery = null;
        if (names === null) return;
        search.discovery = startDiscovery({
          label,
          agent: agent(parts),
          names: [...WELL_KNOWN_NAMES, ...names],
          ...(parts.discoverOn ? { interfaces: parts.discoverOn } : {}),
          onStack: (stack) => dispatch({ event: 'stackSeen', stack }),
          onGone: (id) => dispatch({ event: 'stackGone', id }),
          onClaimed: (id, hosts) => dispatch({ event: 'nameClaimed', id, hosts }),
          onMessage: (message) => dispatch({ event: 'noted', note: { note: 'said', message } }),
        });
      },
    },
    sweep: { run: ({ wanted }) => search.discovery?.sweep(wanted) },
    lookAgain: { run: ({ except }) => search.discovery?.lookAgain(except) },
    linksChanged: { run: () => search.discovery?.linksChanged() },
    probe: {
      async run({ stackId, pool, ...how }, dispatch) {
        const { result, ...met } = await askPool(pool, how, asking(parts));
        dispatch({ event: 'probed', stackId, result, ...met });
        // Discovery does not pin: what a wrong certificate's host answered is nothing to learn from.
        const { open, held } = how;
        const isOther = !open && pool.fingerprint !== null && result.fingerprint !== pool.fingerprint;
        const isKnown = met.stranger === null && met.many.length === 0 && (held === null || !how.isAway);
        if (isKnown && (!isOther || result.fingerprint === null))
          search.discovery?.learn(stackId, met, result);
      },
    },
  } satisfies Partial<Handlers>;
}

function minerHandlers(parts: Parts) {
  const { miner, machine, runDirectory } = parts;
  return {
    checkAdoption: {
      async run(_, dispatch) {
        const [session, ran] = await Promise.all([readSession(runDirectory), readOrder(runDirectory)]);
        dispatch({ event: 'adoptionChecked', session, ran, pid: await miner.pid() });
      },
    },
    startMiner: {
      queue: 'miner',
      kind: 'order',
      async run({ xmrig: tuning, donatePercent, label, target: wanted, held }, dispatch) {
        const [first, ...rest] = wanted.pools;
        const located = (pool: MiningTarget['pools'][number], index: number) =>
          withAddress(pool, held[index] ?? null, asking(parts));
        const pools: MiningTarget['pools'] = [
          await located(first, 0),
          ...(await Promise.all(rest.map((pool, index) => located(pool, index + 1)))),
        ];
        const target = { ...wanted, pools };
        const pid = await miner.start({ target, tuning, donatePercent, label });
        // Without it the next engine has only the session to go by: no reason to fail.
        await writeOrder(runDirectory, { target, xmrig: tuning }).catch(() => {});
        dispatch({ event: 'minerStarted', pid, pools });
      },
    },
    stopMiner: { queue: 'miner', kind: 'order', run: () => miner.stop() },
    confirmTuning: {
      async run({ records: asked, hugePages }, dispatch) {
        const threads = await readThreads(miner.apiPort);
        const records = await confirmTuning(asked, machine, { hugePages, threads });
        dispatch({ event: 'tuningConfirmed', records, threads });
      },
    },
  } satisfies Partial<Handlers>;
}

/** What is read from the stick and written: its partition cannot be mounted for both at once. */
function keepHandlers(parts: Parts, run: (effect: Effect, dispatch: Dispatch) => void) {
  const stick = ownerStick(parts);
  return {
    readConfig: {
      queue: 'stick',
      run: async (_, dispatch) => dispatch({ event: 'configRead', ...(await stick.read()) }),
    },
    writeReport: { queue: 'stick', run: ({ text }) => stick.report(text) },
    saveChoice: {
      queue: 'stick',
      async run({ pool, poolsHash }, dispatch) {
        await stick.remember(pool, poolsHash);
        const place = formatEndpoint(pool.host, pool.port);
        dispatch({ event: 'noted', note: { note: 'saved', place } });
        run({ effect: 'readConfig' }, dispatch);
      },
    },
    saveSession: { queue: 'session', run: ({ session }) => writeSession(parts.runDirectory, session) },
  } satisfies Partial<Handlers>;
}

function asking(parts: Parts) {
  return { agent: agent(parts), interfaces: parts.discoverOn };
}

function agent({ version }: Parts): string {
  return `${AGENT}/${version}`;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
