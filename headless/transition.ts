/**
 * The rig's life as a pure state machine: `transition(state, event)` returns the next state and the effects to
 * run. Nothing here touches the machine, the clock or the network; `effects.ts` does.
 */
import { adoptOrFind, onAdoptionChecked } from './decide/adopt.ts';
import { configuredProbes, onConfig, onProbed, resume } from './decide/config.ts';
import { settle } from './decide/countdown.ts';
import { countFaults } from './decide/faults.ts';
import { followFork } from './decide/fork.ts';
import { instead } from './decide/go-without.ts';
import { recordHashrate } from './decide/hashrate-history.ts';
import { whoIsSeen, withClaims, withStranger } from './decide/identity.ts';
import { onIntent } from './decide/intents.ts';
import { heard } from './decide/miner-status.ts';
import { onMinerStarted, onMinerStatus } from './decide/mining.ts';
import { noteDown, problemNote } from './decide/notes.ts';
import { leaveItself } from './decide/own-address.ts';
import { asPinned } from './decide/pinning.ts';
import { onSeen } from './decide/relocate.ts';
import { onFailed, onWorked, retryDue } from './decide/retry.ts';
import { followSearch } from './decide/search.ts';
import { withoutGone, withSeen } from './decide/stack-list.ts';
import { remember } from './decide/start.ts';
import { onMinerEnded } from './decide/supervise.ts';
import type { MinerLogFact } from './miner/log.ts';
import type { TuningRecord } from './snapshot.ts';
import type { Effect } from './state/effect.ts';
import type { Event, Step } from './state/event.ts';
import { noHighest, noHistory } from './state/history.ts';
import type { MinerWork } from './state/miner.ts';
import { noFaults, noFork, noReport, type State } from './state/model.ts';
import { pausedUntil } from './state/phase.ts';
import { followReport } from './status/report.ts';

/** The state before the first event. `uptimeMs` is the time since the kernel started. */
export function initialState(options: {
  host: State['host'];
  uptimeMs: number;
  bootedFromStick: boolean;
}): State {
  return {
    now: options.uptimeMs,
    host: options.host,
    phase: { phase: 'checking', hold: null },
    facts: null,
    label: '',
    checks: [],
    tuning: [],
    xmrig: null,
    clock: null,
    config: null,
    links: [],
    linksSince: options.uptimeMs,
    keyboard: false,
    stick: { present: false, removable: options.bootedFromStick },
    report: noReport,
    stacks: {},
    held: {},
    strangers: {},
    paid: [],
    discoveryStartedAt: null,
    lookedAt: null,
    heldMs: 0,
    choice: null,
    power: null,
    adoption: null,
    overheard: [],
    notes: [],
    retries: [],
    failures: {},
    milestones: {
      engineStarted: options.uptimeMs,
      stackFound: null,
      minerStarted: null,
      firstHashrate: null,
      firstShare: null,
    },
    sensors: { cpuCelsius: null, powerWatts: null },
    disks: { count: 0, sectorsWritten: 0 },
    history: noHistory,
    highest: noHighest,
    fork: noFork(options.uptimeMs),
    faults: noFaults,
  };
}

/** One step of the rig's life. Total: any event in any state gives a valid state. */
export function transition(before: State, event: Event): Step {
  const step = handle({ ...before, now: event.at }, event);
  const left = leaveItself(step.state);
  const settled = settle(left.state);
  const forked = followFork(settled.state, event);
  const recorded = recordHashrate(forked.state, event);
  const search = followSearch(before, recorded.state);
  const reported = followReport(search.state, event);
  const steps = [step, left, settled, forked, recorded, search, reported];
  return { state: reported.state, effects: steps.flatMap(({ effects }) => effects) };
}

function handle(state: State, event: Event): Step {
  if (isLate(state, event)) return { state, effects: [] };
  switch (event.event) {
    case 'started':
      return {
        state,
        effects: [{ effect: 'checkAdoption' }, { effect: 'readRig' }, { effect: 'readConfig' }],
      };
    case 'adoptionChecked':
      return begin(onAdoptionChecked(state, event));
    case 'rigRead':
      return onRigRead(state, event);
    case 'tuned':
      return adoptOrFind({ ...state, tuning: event.records, xmrig: event.xmrig });
    case 'configRead':
      return begin(state, onConfig(state, event));
    case 'surroundings':
      return onSurroundings(state, event);
    case 'stackSeen':
      return onStackSeen(state, event.stack);
    case 'stackGone':
      return { state: { ...state, stacks: withoutGone(state.stacks, event.id) }, effects: [] };
    case 'nameClaimed':
      return { state: withClaims(state, event.id, event.hosts), effects: [] };
    case 'probed':
      return onProbed(state, event);
    case 'minerStarted':
      return onMinerStarted(state, event.pid, event.pools);
    case 'minerStatus':
      return onMinerStatus(state, event.pid, event.summary);
    case 'minerLog':
      return onMinerLog(state, event.fact);
    case 'minerEnded':
      return { state: onMinerEnded(state, event.ended), effects: [] };
    case 'tuningConfirmed':
      return {
        state: withWork({ ...state, tuning: event.records }, { threads: event.threads }),
        effects: [],
      };
    case 'sensed':
      return { state: { ...state, sensors: event.sensors, disks: event.disks }, effects: [] };
    case 'cpusChanged':
      return { state, effects: tuneAgain(state) };
    case 'cpusTuned':
      return { state: { ...state, tuning: replaced(state.tuning, event.records) }, effects: [] };
    case 'clockRead':
      return { state: { ...state, clock: event.clock }, effects: [] };
    case 'intent':
      return onIntent(state, event.intent);
    case 'noted':
      return { state: { ...state, notes: noteDown(state.notes, event.note) }, effects: [] };
    case 'failed':
      return goOnWithout(onFailed(state, event), event.effect);
    case 'worked':
      return { state: onWorked(state, event.effect), effects: [] };
    case 'tick':
      return onTick(state);
  }
}

function goOnWithout(step: Step, effect: Effect): Step {
  const news = instead(step.state, effect);
  if (!news) return step;
  // A stick may be read later; of the others no answer is wanted any more.
  const retries = step.state.retries.filter(
    (retry) => effect.effect === 'readConfig' || retry.effect !== effect,
  );
  const next = handle({ ...step.state, retries }, { ...news, at: step.state.now });
  return { state: next.state, effects: [...step.effects, ...next.effects] };
}

/** True for the answer to a question of the start, where that is over: an effect that ran twice changes nothing. */
function isLate({ phase: { phase } }: State, { event }: Event): boolean {
  if (event === 'tuned') return phase !== 'tuning';
  return (event === 'rigRead' || event === 'adoptionChecked') && phase !== 'checking';
}

/** Tuning waits for three answers: what the machine is, what its owner asked for, and whether XMRig already runs. */
function begin(state: State, step: Step = { state, effects: [] }): Step {
  const next = step.state;
  if (next.phase.phase !== 'checking' || !next.facts || !next.config || !next.adoption) return step;
  const adopted = next.adoption.session ? next.adoption.pid : null;
  const tune: Effect = {
    effect: 'tune',
    facts: next.facts,
    threads: next.config.threads,
    reserveBytes: next.config.reserveBytes,
    hugePageBytes: next.config.hugePageBytes,
    minerPid: adopted,
  };
  const label = next.config.label ?? next.facts.label;
  return {
    state: {
      ...next,
      phase: { phase: 'tuning', hold: next.phase.hold },
      label,
      choice: under(label, next.choice),
      discoveryStartedAt: next.now,
    },
    effects: [...step.effects, { effect: 'nameRig', label }, tune, ...configuredProbes({ ...next, label })],
  };
}

/** A person may have chosen before the rig knew its name. */
function under(label: string, choice: State['choice']): State['choice'] {
  if (!choice) return null;
  const [pool, ...rest] = choice.pools;
  return { ...choice, pools: [{ ...pool, user: pool.user || label }, ...rest] };
}

function onRigRead(state: State, event: Extract<Event, { event: 'rigRead' }>): Step {
  const next: State = { ...state, facts: event.facts, checks: event.checks };
  return event.canMine ? begin(next) : { state: { ...next, phase: { phase: 'halted' } }, effects: [] };
}

/** As many lines as the journal is asked for. */
const MOST_OVERHEARD = 50;

function onMinerLog(state: State, fact: MinerLogFact): Step {
  const { phase } = state.phase;
  // Its last lines come before the engine knows that it runs.
  if (phase === 'checking' || phase === 'tuning')
    return { state: { ...state, overheard: [...state.overheard, fact].slice(-MOST_OVERHEARD) }, effects: [] };
  if (state.phase.phase !== 'running') return { state, effects: [] };
  const faults = countFaults(state.faults, fact, state.now);
  const next = withWork({ ...state, faults }, heard(state.phase.miner.work, fact, state.now));
  const { problem } = fact;
  return {
    state: problem ? { ...next, notes: noteDown(next.notes, problemNote(next, problem)) } : next,
    effects: faults === state.faults ? [] : [remember(next, state.phase.target)],
  };
}

function withWork(state: State, change: Partial<MinerWork>): State {
  const { phase } = state;
  if (phase.phase !== 'running') return state;
  const { miner } = phase;
  return { ...state, phase: { ...phase, miner: { ...miner, work: { ...miner.work, ...change } } } };
}

/** Before the first tuning there is nothing to do again; it asks for the CPUs itself. */
function tuneAgain({ facts, tuning }: State): Effect[] {
  return facts && tuning.length > 0 ? [{ effect: 'tuneCpus', facts }] : [];
}

function replaced(records: TuningRecord[], fresh: readonly TuningRecord[]): TuningRecord[] {
  return records.map((record) => fresh.find(({ knob }) => knob === record.knob) ?? record);
}

function onSurroundings(state: State, { links, keyboard }: Extract<Event, { event: 'surroundings' }>): Step {
  const linksSince = JSON.stringify(state.links) === JSON.stringify(links) ? state.linksSince : state.now;
  return {
    state: { ...state, links, linksSince, keyboard },
    effects: addressesOf(state.links) === addressesOf(links) ? [] : [{ effect: 'linksChanged' }],
  };
}

function onStackSeen(before: State, found: State['stacks'][string]): Step {
  const who = whoIsSeen(before, found);
  if (who === 'unknown') return { state: before, effects: [] };
  if (who === 'other' && found.address !== null)
    return { state: withStranger(before, found.id, found.address, false), effects: [] };
  const stack = asPinned(before, found);
  return onSeen(seen(before, stack), stack);
}

function seen(state: State, stack: State['stacks'][string]): State {
  const first = stack.status === 'ready' && state.milestones.stackFound === null;
  return {
    ...state,
    stacks: withSeen(state, stack),
    milestones: first ? { ...state.milestones, stackFound: state.now } : state.milestones,
  };
}

function onTick(state: State): Step {
  const until = pausedUntil(state);
  return until !== null && state.now >= until ? resume(state) : retryDue(state);
}

function addressesOf(links: State['links']): string {
  return links.map((link) => `${link.name} ${link.addresses.join(' ')}`).join('\n');
}
