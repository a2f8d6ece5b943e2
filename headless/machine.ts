/**
 * The rig's life as a pure state machine: `transition(state, event)` returns the next state and the effects to
 * run. Nothing here touches the machine, the clock or the network; `effects.ts` does.
 */

import { noHighest, noHistory } from './history.ts';
import { asPinned } from './machine/certificate.ts';
import { followFork, noFork } from './machine/fork.ts';
import { onIntent } from './machine/intents.ts';
import { leaveItself } from './machine/itself.ts';
import { adopt, onMinerStarted, onMinerStatus, startOn, stayPaused } from './machine/mining.ts';
import type { Effect, Event, State, Step } from './machine/model.ts';
import { noteLine, phaseAfter } from './machine/notes.ts';
import { settle } from './machine/offer.ts';
import { configuredProbes, goOver, onConfig, onProbed, resume } from './machine/owner.ts';
import { onSeen } from './machine/places.ts';
import { recordHashrate } from './machine/record.ts';
import { followReport, noReport } from './machine/report.ts';
import { onFailed, retryDue } from './machine/retry.ts';
import { withoutGone, withSeen } from './machine/rows.ts';
import { followSearch } from './machine/search.ts';
import type { TuningRecord } from './snapshot.ts';

/** The state before the first event. `uptimeMs` is the time since the kernel started. */
export function initialState(options: {
  mode: State['mode'];
  uptimeMs: number;
  bootedFromStick: boolean;
}): State {
  return {
    now: options.uptimeMs,
    mode: options.mode,
    stage: 'checking',
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
    discoveryStartedAt: null,
    lookedAt: null,
    countdown: null,
    hold: null,
    heldMs: 0,
    choice: null,
    target: null,
    miner: null,
    pausedUntil: null,
    power: null,
    adoption: null,
    messages: [],
    retries: [],
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
  switch (event.event) {
    case 'started':
      return {
        state,
        effects: [{ effect: 'checkAdoption' }, { effect: 'readRig' }, { effect: 'readConfig' }],
      };
    case 'adoptionChecked':
      return begin({
        ...state,
        adoption: { session: event.session, pid: event.pid },
        history: event.session?.history ?? state.history,
        highest: event.session?.highest ?? state.highest,
        fork: event.session?.fork ?? state.fork,
      });
    case 'rigRead':
      return onRigRead(state, event);
    case 'tuned':
      return onTuned({ ...state, tuning: event.records, xmrig: event.xmrig });
    case 'configRead':
      return begin(state, onConfig(state, event));
    case 'surroundings':
      return onSurroundings(state, event);
    case 'stackSeen': {
      const stack = asPinned(state, event.stack);
      return onSeen(seen(state, stack), stack);
    }
    case 'stackGone':
      return { state: { ...state, stacks: withoutGone(state.stacks, event.id) }, effects: [] };
    case 'probed':
      return onProbed(state, event.stackId, event.address, event.result);
    case 'minerStarted':
      return onMinerStarted(state, event.pid, event.pools);
    case 'minerStatus':
      return onMinerStatus(state, event.pid, event.summary);
    case 'minerLog':
      return { state: phaseAfter(state, event.fact), effects: [] };
    case 'tuningConfirmed':
      return {
        state: {
          ...state,
          tuning: event.records,
          miner: state.miner ? { ...state.miner, threads: event.threads } : null,
        },
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
      return { state: noteLine(state, event.message), effects: [] };
    case 'failed':
      return onFailed(state, event);
    case 'tick':
      return onTick(state);
  }
}

/** Tuning waits for three answers: what the machine is, what its owner asked for, and whether XMRig already runs. */
function begin(state: State, step: Step = { state, effects: [] }): Step {
  const next = step.state;
  if (next.stage !== 'checking' || !next.facts || !next.config || !next.adoption) return step;
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
      stage: 'tuning',
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
  return event.canMine ? begin(next) : { state: { ...next, stage: 'halted', countdown: null }, effects: [] };
}

function onTuned(state: State): Step {
  const session = state.adoption?.session ?? null;
  const pid = state.adoption?.pid ?? null;
  if (!session) return { state: { ...state, stage: 'finding' }, effects: [] };
  const milestones = { ...session.milestones, engineStarted: state.milestones.engineStarted };
  const known: State = {
    ...state,
    milestones,
    choice: session.target.source === 'person' ? session.target : state.choice,
  };
  if (!state.choice && session.pausedUntil !== null && session.pausedUntil > state.now)
    return {
      state: stayPaused(known, session.target, session.pausedUntil),
      effects: pid === null ? [] : [{ effect: 'stopMiner' }],
    };
  if (pid === null) {
    // The stick it came from may be out by now: what it said stands for this boot.
    const stands = session.target.source === 'stick' && known.config?.pools.length === 0;
    return stands ? startOn(known, session.target) : { state: { ...known, stage: 'finding' }, effects: [] };
  }
  // A person's choice made while this engine was starting beats the one it finds running.
  if (state.choice) return startOn(known, state.choice);
  // Huge pages are in use now, so a plan made anew would come out smaller than what XMRig was started with.
  return goOver(adopt({ ...known, xmrig: session.xmrig }, session.target, pid));
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

function seen(state: State, stack: State['stacks'][string]): State {
  const first = stack.status === 'ready' && state.milestones.stackFound === null;
  return {
    ...state,
    stacks: withSeen(state, stack),
    milestones: first ? { ...state.milestones, stackFound: state.now } : state.milestones,
  };
}

function onTick(state: State): Step {
  return state.pausedUntil !== null && state.now >= state.pausedUntil ? resume(state) : retryDue(state);
}

function addressesOf(links: State['links']): string {
  return links.map((link) => `${link.name} ${link.addresses.join(' ')}`).join('\n');
}
