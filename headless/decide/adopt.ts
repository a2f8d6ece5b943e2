/** An engine that was started again, and what it finds: what it had kept, and an XMRig that may run. Pure. */
import { samePools } from '../pool.ts';
import type { Event, Step } from '../state/event.ts';
import { noHighest, noHistory } from '../state/history.ts';
import { noFork, type State } from '../state/model.ts';
import { holdOf, type Phase } from '../state/phase.ts';
import type { Order, Session } from '../state/session.ts';
import { goOver } from './config.ts';
import { heard } from './miner-status.ts';
import { adopted, startOn, stillPaused } from './start.ts';

type Checked = Extract<Event, { event: 'adoptionChecked' }>;

/**
 * The session says where the rig meant to mine, the order what the running XMRig was started with. A session that is lost costs a
 * healthy XMRig nothing; where the two differ, a person's choice was on its way and is made good, and anything else is not believed.
 */
export function onAdoptionChecked(state: State, { session: kept, pid, ran = null }: Checked): State {
  const order = pid === null ? null : ran;
  const session = kept ?? (order && sessionOf(state, order));
  const isElsewhere = kept !== null && order !== null && !samePools(kept.target.pools, order.target.pools);
  const isOnItsWay = isElsewhere && kept.target.source === 'person';
  const target = isElsewhere && !isOnItsWay ? order.target : session?.target;
  return {
    ...state,
    adoption: { session: session && target ? { ...session, target } : null, pid },
    choice: state.choice ?? (isOnItsWay ? kept.target : null),
    history: session?.history ?? state.history,
    highest: session?.highest ?? state.highest,
    fork: session?.fork ?? state.fork,
    held: session?.held ?? state.held,
    faults: session?.faults ?? state.faults,
    paid: session?.paid ?? state.paid,
  };
}

function sessionOf({ milestones, now }: State, order: Order): Session {
  const fresh = {
    history: noHistory,
    highest: noHighest,
    fork: noFork(now),
    held: {},
    paid: [],
    pausedUntil: null,
  };
  return { ...order, milestones, ...fresh };
}

/** The tuning is planned: goes on with the XMRig that runs, or with the pause, or looks for a place to mine. */
export function adoptOrFind(state: State): Step {
  const session = state.adoption?.session ?? null;
  const pid = state.adoption?.pid ?? null;
  const finding: Phase = { phase: 'finding', hold: holdOf(state) };
  if (!session) return { state: { ...state, phase: finding }, effects: [] };
  const milestones = { ...session.milestones, engineStarted: state.milestones.engineStarted };
  const known: State = {
    ...state,
    milestones,
    choice: session.target.source === 'person' ? session.target : state.choice,
  };
  if (!state.choice && session.pausedUntil !== null && session.pausedUntil > state.now)
    return {
      state: { ...known, phase: stillPaused(known.now, session.target, session.pausedUntil) },
      effects: pid === null ? [] : [{ effect: 'stopMiner' }],
    };
  if (pid === null) {
    // The stick it came from may be out by now: what it said stands for this boot.
    const stands = session.target.source === 'stick' && known.config?.pools.length === 0;
    return stands ? startOn(known, session.target) : { state: { ...known, phase: finding }, effects: [] };
  }
  // A person's choice made while this engine was starting beats the one it finds running.
  if (state.choice) return startOn(known, state.choice);
  // Huge pages are in use now, so a plan made anew would come out smaller than what XMRig was started with.
  const phase = adopted(known.now, session.target, pid);
  const work = known.overheard.reduce((so, fact) => heard(so, fact, known.now), phase.miner.work);
  const miner = { ...phase.miner, work };
  return goOver({ ...known, overheard: [], xmrig: session.xmrig, phase: { ...phase, miner } });
}
