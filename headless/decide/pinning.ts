/** TLS where nobody has said whether a place speaks it: found out by asking, then held to the certificate that was seen. Pure. */
import type { PoolSetting } from '../config/model.ts';
import type { ProbeResult } from '../discovery/probe.ts';
import { isLanName, type MiningPool, type MiningTarget, poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { type Running, runningOf, targetOf, workingOf } from '../state/phase.ts';
import { poolName, stackIdOf } from '../state/pools.ts';
import { isUnpinned, pinFor } from './choose.ts';
import { isAway } from './identity.ts';
import { noteDown } from './notes.ts';
import { uselessNow } from './results.ts';
import { keepOnStick } from './save-choice.ts';
import { startOn } from './start.ts';

/** A guess that stays dead this long may be left for the next. */
const GUESS_DEAD_MS = 10 * 60_000;
/** One that never worked, and says itself that it does not, is left sooner. */
const GUESS_NEVER_MS = 90_000;

/** A look at `pool`, which stands for the row `stackId`. */
export function probeOf(
  state: State,
  stackId: string,
  pool: MiningPool,
): Extract<Effect, { effect: 'probe' }> {
  const isConnected = runningOf(state)?.miner.link.downSince === null;
  const away = isConnected && isAway(state, stackId, pool);
  const held = state.held[stackId] ?? null;
  return { effect: 'probe', stackId, pool, open: isOpen(state, stackId, pool), held, isAway: away };
}

/**
 * The rig's place was asked. Where it speaks TLS and nobody had said so, and where a guess that has been dead for long is back with
 * another certificate or with none, the rig goes on as it was found, and holds to that. Null where nothing is new.
 */
export function speakAsFound(
  state: State,
  stackId: string,
  { address, result }: { address: string | null; result: ProbeResult },
): Step | null {
  const running = workingOf(state);
  if (!running) return null;
  const { target } = running;
  if (target.stackId !== stackId) return speakFurtherDown(state, running, stackId, result);
  const [pool, ...rest] = target.pools;
  const { tls } = result;
  const fingerprint = pinned(state, stackId, pool.host, result.fingerprint);
  // A pool that is not pinned is found once.
  const isFound = tls && isOpen(state, stackId, pool) && !(pool.tls && fingerprint === null);
  const isBack =
    isLostGuess(state) && result.status === 'ready' && (tls !== pool.tls || fingerprint !== pool.fingerprint);
  if (!isFound && !isBack) return null;
  const found: MiningTarget = {
    ...target,
    pools: [{ ...pool, tls, fingerprint, address: isLanName(pool.host) ? address : pool.address }, ...rest],
    keptUnder: target.keptUnder ?? keptUnder(state, stackId),
  };
  const at = { stackId, place: poolName(state, 0) };
  const notes = noteDown(
    state.notes,
    isFound ? { note: 'usesTls', ...at, fingerprint } : { note: 'isBack', ...at, tls },
  );
  const choice = target.source === 'person' ? found : state.choice;
  const step = startOn({ ...state, notes, choice }, found);
  return { state: step.state, effects: [...step.effects, ...keepOnStick(state, found)] };
}

/** One further down the owner's list: XMRig is started again only where it is there in vain. */
function speakFurtherDown(
  state: State,
  { target, miner }: Running,
  stackId: string,
  result: ProbeResult,
): Step | null {
  const index = target.pools.findIndex((_, at) => stackIdOf(target, at) === stackId);
  const pool = target.pools[index];
  if (!pool || index < 1 || miner.link.downSince === null) return null;
  if (!result.tls || pool.tls || !isOpen(state, stackId, pool)) return null;
  const fingerprint = pinned(state, stackId, pool.host, result.fingerprint);
  const [first, ...rest] = target.pools.map((one, at) =>
    at === index ? { ...one, tls: true, fingerprint } : one,
  );
  if (!first) return null;
  const place = poolName(state, index);
  const notes = noteDown(state.notes, { note: 'usesTls', stackId, place, fingerprint: null });
  return startOn({ ...state, notes }, { ...target, pools: [first, ...rest], lead: index });
}

/** What a place that turns out to speak TLS is held to. Where its owner's file names it, a public pool is held to nothing. */
function pinned({ config }: State, stackId: string, host: string, fingerprint: string | null): string | null {
  const isOwners = config?.pools.some((pool) => poolId(pool) === stackId && isUnpinned(pool)) ?? false;
  return isOwners ? pinFor(host, fingerprint) : fingerprint;
}

/** A look at a dead guess as if it had never been seen: TLS and certificate may be others by now. */
export function probeAnew(state: State, { stackId, pools: [pool] }: MiningTarget): Effect {
  return probeOf(state, stackId, { ...pool, tls: false, fingerprint: null });
}

/** What was but a guess, and has had no connection, or no share taken, for long. */
export function isLostGuess(state: State): boolean {
  const running = runningOf(state);
  if (running?.target.source !== 'discovery') return false;
  const status = state.stacks[running.target.stackId]?.status;
  const isHopeless = !running.miner.link.hasStood && status !== 'ready' && status !== 'probing';
  return (
    (isHopeless && deadFor(state) >= GUESS_NEVER_MS) || isDeadForLong(state) || uselessNow(state) !== null
  );
}

/** True where there was no connection for so long that a place which worked once is given up as well. */
export function isDeadForLong(state: State): boolean {
  return deadFor(state) >= GUESS_DEAD_MS;
}

function deadFor(state: State): number {
  const deadSince = runningOf(state)?.miner.link.deadSince ?? null;
  return deadSince === null ? 0 : state.now - deadSince;
}

/** The owner's config files may say of a pool whether it has TLS; a person who types or chooses a place does not. */
function isOpen({ config }: State, stackId: string, { fingerprint }: MiningPool): boolean {
  const settings = config?.pools.filter((pool) => poolId(pool) === stackId) ?? [];
  const isUnsaid = (setting: PoolSetting) => setting.source === 'remembered' || isUnpinned(setting);
  return fingerprint === null && settings.every(isUnsaid);
}

function keptUnder({ config }: State, stackId: string): string | undefined {
  const isKept = config?.pools.some((pool) => poolId(pool) === stackId && pool.source === 'remembered');
  return isKept ? config?.poolsHash : undefined;
}

/** `stack` as it counts for this rig: one that answers without the certificate to which the rig holds it is no place to mine. */
export function asPinned(state: State, stack: Stack): Stack {
  const setting = state.config?.pools.find((pool) => poolId(pool) === stack.id);
  const pin = pinOf(state, stack.id, setting);
  if (pin === null || pin === stack.fingerprint) return stack;
  // Nothing was heard of a certificate where the port is closed or nobody answers.
  const isAnswer = stack.fingerprint !== null || stack.status === 'ready' || stack.status === 'needsPassword';
  return isAnswer ? { ...stack, status: 'notReady', doubt: doubtOf(state, setting), problem: null } : stack;
}

function pinOf(state: State, stackId: string, setting: PoolSetting | undefined): string | null {
  return minedAt(state, stackId)?.fingerprint ?? setting?.fingerprint ?? null;
}

function minedAt(state: State, stackId: string): MiningPool | undefined {
  const target = runningOf(state)?.target;
  return target?.pools.find((_, index) => stackIdOf(target, index) === stackId);
}

function doubtOf(state: State, setting: PoolSetting | undefined): Stack['doubt'] {
  if (setting && setting.source !== 'remembered' && isUnpinned(setting)) return 'changedSinceStart';
  if (setting && setting.source !== 'remembered') return 'notTheOwners';
  return !setting && targetOf(state)?.source === 'discovery' ? 'changedGuess' : 'changedSinceChoice';
}
