/** What a person at a console asks for. Pure. */
import { readAddress } from '../config/address.ts';
import { whyItself, whyNever } from '../config/never-a-stack.ts';
import { walletMissing } from '../config/public-pool.ts';
import type { Intent } from '../intent.ts';
import { type MiningPool, type MiningTarget, passwordOf, poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { Step } from '../state/event.ts';
import type { MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import { runningOf, targetOf } from '../state/phase.ts';
import { configuredPool, stackTarget } from './choose.ts';
import { namedStack, resume } from './config.ts';
import { touch } from './countdown.ts';
import { lookAgain } from './look-again.ts';
import { noteDown, withoutAnswers, withoutPlace } from './notes.ts';
import { probeOf } from './pinning.ts';
import { keepOnStick } from './save-choice.ts';
import { remember, startOn } from './start.ts';

/** A pause asked for by a person ends after an hour (docs/design.md, "The countdown"). */
const PAUSE_MS = 60 * 60_000;

/** Places that somebody has typed and not mined at are kept up to this many. */
const MOST_TYPED = 16;

/** Every intent counts as a key press; those that make no sense in the present stage change nothing else. */
export function onIntent(before: State, intent: Intent): Step {
  const state: State = { ...before, phase: touch(before) };
  switch (intent.intent) {
    case 'touch':
      return { state, effects: [] };
    case 'choose':
      return choose(unanswered(state), state.stacks[intent.stackId], intent);
    case 'type':
      return typed(unanswered(state), intent.address, intent);
    case 'lookAgain':
      return lookAgain(state);
    case 'pause':
      return pause(state);
    case 'resume':
      return resume(state);
    case 'reboot':
    case 'powerOff':
      return power(state, intent.intent);
  }
}

function unanswered(state: State): State {
  return { ...state, notes: withoutAnswers(state.notes) };
}

function answer(state: State, note: Note): Step {
  return { state: { ...state, notes: noteDown(state.notes, note) }, effects: [] };
}

/** What goes with a choice. */
interface Wish {
  password: string | null;
  remember?: boolean | undefined;
}

function choose(state: State, stack: Stack | undefined, wish: Wish): Step {
  if (!stack) return answer(state, { note: 'stackGone' });
  return startChosen(state, stack, wish);
}

function typed(state: State, address: string, wish: Wish): Step {
  const place = readAddress(address);
  if ('error' in place) return answer(state, { note: 'wrongAddress', why: place.error });
  const never = whyNever(place.host) ?? (state.host.mayHaveStack ? null : whyItself(place.host));
  if (never !== null) return answer(state, { note: 'wrongAddress', why: never });
  const stack = state.stacks[poolId(place)] ?? namedStack(place, 'typed');
  const step = startChosen({ ...state, stacks: withTyped(state, stack) }, stack, wish);
  const pool = step.state.choice?.pools[0];
  const isAsked = step.effects.some(({ effect }) => effect === 'probe');
  return pool && !isAsked && state.label !== ''
    ? { ...step, effects: [...step.effects, probeOf(step.state, stack.id, pool)] }
    : step;
}

/** The list with a typed place in it. Of many the oldest goes: a window reads no list without an end. */
function withTyped(state: State, stack: Stack): State['stacks'] {
  const { [stack.id]: _known, ...others } = state.stacks;
  const mined = targetOf(state)?.stackId;
  const typedBefore = Object.values(others).filter(({ id, found }) => found === 'typed' && id !== mined);
  const [oldest] = typedBefore.length >= MOST_TYPED ? typedBefore : [];
  if (oldest) delete others[oldest.id];
  return { ...others, [stack.id]: stack };
}

function startChosen(state: State, stack: Stack, { password, remember }: Wish): Step {
  const setting = state.config?.pools.find((pool) => poolId(pool) === stack.id);
  const { user = null, wrongUser } = setting ?? {};
  const missing = walletMissing({ ...stack, user, wrongUser }, stack.address);
  if (missing !== null) {
    const { [stack.id]: refused, ...others } = state.stacks;
    // A typed place that is not gone to is not asked either: it has no business among the stacks.
    const stacks = refused?.found === 'typed' ? others : state.stacks;
    return answer({ ...state, stacks }, { note: 'walletMissing', why: missing });
  }
  const choice = stackTarget(state, stack, { source: 'person', why: { reason: 'chosen' }, password });
  // What the owner wrote for this very pool (wallet, password, pin) goes with the choice. A certificate that was only remembered is
  // left for the one that it shows to the person who chooses it again.
  const [pool] = choice.pools;
  const isSeenAnew = setting?.source === 'remembered' && stack.fingerprint !== null;
  const owners = setting ? configuredPool(state, setting) : null;
  const own: Partial<MiningPool> = owners
    ? {
        user: owners.user,
        password: password === null ? owners.password : passwordOf(password),
        socks5: owners.socks5,
        rigId: owners.rigId,
        keepalive: owners.keepalive,
        ...(isSeenAnew ? {} : { tls: owners.tls, fingerprint: owners.fingerprint }),
      }
    : {};
  const complete: MiningTarget = {
    ...choice,
    pools: [{ ...pool, ...own }],
    keptUnder: remember === true ? (state.config?.poolsHash ?? '') : undefined,
  };
  if (state.phase.phase === 'halted') return { state, effects: [] };
  const chosen: State = { ...state, notes: withoutPlace(state.notes, targetOf(state)), choice: complete };
  const started = startOn(chosen, complete);
  // Each login shows up on a dashboard: none before the rig has its name.
  const step = password === null || state.label === '' ? started : asking(started, stack);
  return { ...step, effects: [...step.effects, ...keepOnStick(state, complete)] };
}

/** XMRig takes its time to say that a password is wrong: one login of the rig's own tells at once. */
function asking({ state, effects }: Step, stack: Stack): Step {
  const pool = state.choice?.pools[0];
  if (!pool) return { state, effects };
  const asked: Stack = { ...stack, status: 'probing', doubt: null, problem: null };
  const probe = probeOf(state, stack.id, pool);
  // It has asked for the password as it was spoken to.
  const open = probe.open && stack.status !== 'needsPassword';
  return {
    state: { ...state, stacks: { ...state.stacks, [stack.id]: asked } },
    effects: [...effects, { ...probe, open }],
  };
}

function pause(state: State): Step {
  const running = runningOf(state);
  if (!running) return answer(state, { note: 'nothingToPause' });
  if (running.activity.is === 'paused') return { state, effects: [] };
  const { miner, target } = running;
  // What the stopped XMRig said last is no longer so.
  const stopped: MinerState = {
    ...miner,
    process: { ...miner.process, pid: null, ordered: false },
    link: { ...miner.link, downSince: state.now },
    work: { ...miner.work, idleSince: null },
    summary: null,
  };
  const activity = { is: 'paused', until: state.now + PAUSE_MS } as const;
  const paused: State = { ...state, phase: { ...running, miner: stopped, activity } };
  return { state: paused, effects: [{ effect: 'stopMiner' }, remember(paused, target)] };
}

function power(state: State, action: 'reboot' | 'powerOff'): Step {
  if (!state.host.mayPower) return answer(state, { note: 'ownComputer' });
  return { state: { ...state, power: action }, effects: [{ effect: 'power', action }] };
}
