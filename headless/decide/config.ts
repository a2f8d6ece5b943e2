/** What the owner's config and the probes of the places it names change. Pure. */
import type { PoolSetting } from '../config/model.ts';
import type { ProbeResult } from '../discovery/probe.ts';
import type { Met, Stranger } from '../held.ts';
import { type MiningTarget, poolId, samePools } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import { unknownStack } from '../stack.ts';
import type { Effect } from '../state/effect.ts';
import type { Event, Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { pausedUntil, runningOf } from '../state/phase.ts';
import { configuredPool, fallbackTarget, poolOfRow } from './choose.ts';
import { isAway, isSilentForLong, metAt, withoutStranger, withStranger } from './identity.ts';
import { asPinned, probeOf, speakAsFound } from './pinning.ts';
import { goToStranger, onLocated, onSilent } from './relocate.ts';
import { askAgain, readLater } from './retry.ts';
import { configuredRow } from './stack-list.ts';
import { remember, startOn } from './start.ts';

type Probed = Extract<Event, { event: 'probed' }>;
type ConfigRead = Pick<
  Extract<Event, { event: 'configRead' }>,
  'event' | 'config' | 'stickPresent' | 'stickRead'
>;

/**
 * The config was read (again: the stick was put back, perhaps edited). Its pools become rows of the stacks table and
 * are probed if they are others than before; a rig that mines somewhere else by config or by guess goes over to them.
 */
export function onConfig(
  known: State,
  { config, stickPresent, stickRead }: Extract<Event, { event: 'configRead' }>,
): Step {
  return readLater(withConfig(known, { config, stickPresent, stickRead }), stickPresent && !stickRead);
}

function withConfig(before: State, { config, stickPresent, stickRead }: Omit<ConfigRead, 'event'>): Step {
  const stick = { ...before.stick, present: stickPresent };
  // A stick that was taken out, or cannot be read, takes nothing back: what it said stands for this boot.
  if (before.config && !stickRead) {
    const { messages } = stickPresent ? config : before.config;
    return { state: { ...before, stick, config: { ...before.config, messages } }, effects: [] };
  }
  const stacks = { ...before.stacks };
  for (const pool of config.pools) {
    const id = poolId(pool);
    stacks[id] = configuredRow(stacks[id], configuredStack(pool), pool.source);
  }
  const state: State = { ...before, stick, config, stacks };
  // A stick that comes back as it was is no reason to log in anywhere.
  const isNew = JSON.stringify(before.config?.pools) !== JSON.stringify(config.pools);
  const effects = isNew ? configuredProbes(state) : [];
  // What is paused goes over when it goes on.
  if (pausedUntil(state) !== null) return { state, effects };
  const step = goOver(state);
  return { state: step.state, effects: [...effects, ...step.effects] };
}

/** Ends a pause, with what the owner wrote meanwhile. */
export function resume(state: State): Step {
  const running = runningOf(state);
  if (running?.activity.is !== 'paused') return { state, effects: [] };
  return startOn(state, ownersWord(state, running.target) ?? running.target);
}

/** Probes of all places the owner named; none before the label is known, since each login shows up on a dashboard. */
export function configuredProbes(state: State): Extract<Effect, { effect: 'probe' }>[] {
  if (state.label === '') return [];
  return (state.config?.pools ?? []).map((pool) => probeOf(state, poolId(pool), configuredPool(state, pool)));
}

/** A probe of a configured or typed place, or of the target while its connection is down, has ended. */
export function onProbed(known: State, event: Probed): Step {
  const { stackId, result, stranger = null, many = [] } = event;
  const pool = poolOfRow(known, stackId);
  // Where the rig mines at another computer meanwhile, the first one that is not back is no news.
  if (pool && isAway(known, stackId, pool) && isConnected(known) && result.status !== 'ready')
    return { state: known, effects: [] };
  if (many.length > 0) return onNobody(known, stackId, { doubt: 'manyComputers' });
  if (stranger && result.status !== 'ready') return onStranger(known, stackId, stranger);
  const met = pool && result.status === 'ready' ? metAt(known, stackId, pool, withCard(event)) : known;
  return onAnswered(withoutStranger(met, stackId), event);
}

function withCard({ address, card = null }: Probed): Pick<Met, 'address' | 'card'> {
  return { address, card };
}

function isConnected(state: State): boolean {
  return runningOf(state)?.miner.link.downSince === null;
}

/** Only another computer answers to the name. */
function onStranger(before: State, stackId: string, { address, card, isReady }: Stranger): Step {
  const state = withStranger(before, stackId, address, true);
  if (isReady && isSilentForLong(state, stackId)) return goToStranger(state, stackId, address);
  return onNobody(state, stackId, {
    doubt: isReady ? 'otherComputerWaits' : 'otherComputer',
    ...{ address, card },
  });
}

/** There is nobody to mine with under that name, and no login was sent to those who use it. */
function onNobody(state: State, stackId: string, doubt: Partial<Stack>): Step {
  const row = state.stacks[stackId];
  const told = row && { ...row, status: 'notReady' as const, problem: null, ...doubt };
  return { state: onSilent({ ...state, stacks: withRow(state, told) }, stackId), effects: [] };
}

function onAnswered(before: State, { stackId, address, result }: Probed): Step {
  const known = before.stacks[stackId];
  const ready = result.status === 'ready';
  const milestones =
    ready && before.milestones.stackFound === null
      ? { ...before.milestones, stackFound: before.now }
      : before.milestones;
  const row = known && { ...known, ...probeFields(result), address: address ?? known.address };
  const answered: State = { ...before, stacks: withRow(before, row), milestones };
  const found = speakAsFound(answered, stackId, { address, result });
  if (found) return found;
  const pinned: State = { ...answered, stacks: withRow(before, row && asPinned(before, row)) };
  if (ready) return onLocated(pinned, stackId, address);
  const state = onSilent(pinned, stackId);
  const isUnknown = address === null && result.status === 'unreachable';
  const probe = configuredProbes(state).find((one) => one.stackId === stackId);
  return { state: probe && isUnknown && !runningOf(state) ? askAgain(state, probe) : state, effects: [] };
}

function withRow({ stacks }: State, row: Stack | undefined): State['stacks'] {
  return row ? { ...stacks, [row.id]: row } : stacks;
}

/** A row for a place that somebody named, before its probe has answered. */
export function namedStack(
  place: { host: string; port: number; tls: boolean },
  found: 'configured' | 'typed',
): Stack {
  const { host, port, tls } = place;
  return unknownStack({ id: poolId(place), name: host, host, port, tls, found });
}

function configuredStack(pool: PoolSetting): Stack {
  return { ...namedStack(pool, 'configured'), fingerprint: pool.fingerprint };
}

function probeFields(result: ProbeResult): Partial<Stack> {
  const ready = result.status === 'ready';
  return {
    kind: result.kind,
    status: result.status,
    height: result.height,
    algorithm: result.algorithm,
    latencyMs: result.latencyMs,
    doubt: null,
    problem: result.problem,
    // A port that is closed, or was asked the other way, says nothing about TLS.
    ...(ready || result.tls ? { tls: result.tls, fingerprint: result.fingerprint } : {}),
  };
}

/** Where the rig mines by an older config or by a guess, and the owner now says something else: goes over to that. */
export function goOver(state: State): Step {
  const running = runningOf(state);
  const wanted = running && ownersWord(state, running.target);
  if (!wanted) return { state, effects: [] };
  const { stackId, pools, lead } = running.target;
  if (wanted.stackId !== stackId || !samePools(wanted.pools, pools)) return startOn(state, wanted);
  // The same place, but no longer by a guess.
  const target = { ...wanted, pools, lead };
  return { state: { ...state, phase: { ...running, target } }, effects: [remember(state, target)] };
}

/** What the config says now, where it is the owner's to say. */
function ownersWord(state: State, mining: MiningTarget): MiningTarget | null {
  if (mining.source === 'person' || mining.source === 'cmdline') return null;
  const wanted = fallbackTarget(state);
  return wanted && wanted.source !== 'discovery' ? wanted : null;
}
