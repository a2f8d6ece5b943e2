/** Who a place is: the computer that had its name at first contact in this boot (decision 0075). Pure. */
import { type Met, whoIs } from '../held.ts';
import { isLanName, type MiningPool, type MiningTarget } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { runningOf, targetOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';

/** Another computer with the name is gone to when the first one has been silent for so long. */
const STRANGER_AFTER_MS = 5 * 60_000;
/** Somebody else who used the name is told of for so long. */
const TOLD_MS = 10 * 60_000;
/** An owner names a few, and a person types a few more. */
const MOST_HELD = 64;

type At = Pick<Met, 'address' | 'card'>;

/** Holds the row to whom was met there. Without a network card only a password is a reason to. */
export function holdTo(state: State, id: string, { address, card }: At, hasPassword = false): State {
  if (address === null || (card === null && !hasPassword)) return state;
  const { [id]: before, ...others } = state.held;
  if (before?.address === address && before.card === card) return state;
  const newest = Object.entries({ ...others, [id]: { card, address } }).slice(-MOST_HELD);
  return { ...state, held: Object.fromEntries(newest) };
}

/** A place answered the rig's own probe: the first time it is held to that computer, later that may have another address. */
export function metAt(state: State, id: string, pool: MiningPool, at: At): State {
  const held = state.held[id];
  if (!isLanName(pool.host) || at.address === null) return state;
  if (held && whoIs(held, at) !== 'same') return state;
  return holdTo(state, id, { ...at, card: at.card ?? held?.card ?? null }, pool.password !== null);
}

/** A person's choice is a word for the computer that was shown; a guess is one for the computer that was found. */
export function heldByChoice(state: State, target: MiningTarget): State {
  const { stackId, source, pools } = target;
  const isNew =
    source === 'person' || (source === 'discovery' && runningOf(state)?.target.stackId !== stackId);
  const row = state.stacks[stackId];
  if (!isNew || !row || row.address !== pools[0].address || !isLanName(pools[0].host)) return state;
  const { [stackId]: _over, ...strangers } = state.strangers;
  return row.card === null ? state : holdTo({ ...state, strangers }, stackId, row);
}

/** `same`, `other`, or `unknown`, of a computer that discovery has seen under the name of a row. */
export function whoIsSeen(state: State, { id, address, card }: Stack): ReturnType<typeof whoIs> {
  const held = state.held[id];
  if (!held || address === null || !matters(state, id)) return 'same';
  return whoIs(held, { address, card });
}

/** Only a place that somebody has named, or where the rig mines, is held to anybody. */
function matters(state: State, id: string): boolean {
  const target = targetOf(state);
  const found = state.stacks[id]?.found;
  const isMined = target?.pools.some((_, index) => stackIdOf(target, index) === id) ?? false;
  return isMined || found === 'configured' || found === 'typed';
}

/** Notes down that another computer uses the name; `alone` where the first one did not answer a probe meanwhile. */
export function withStranger(state: State, id: string, address: string, alone: boolean): State {
  const before = state.strangers[id];
  const since = alone ? (before?.since ?? state.now) : (before?.since ?? null);
  return { ...state, strangers: { ...state.strangers, [id]: { address, since, at: state.now } } };
}

/** Several computers use the name of a row: those that are not the one which it is held to are strangers. */
export function withClaims(
  state: State,
  id: string,
  hosts: { address: string; card: string | null }[],
): State {
  const held = state.held[id];
  const other = held && matters(state, id) && hosts.find((host) => whoIs(held, host) === 'other');
  return other ? withStranger(state, id, other.address, false) : state;
}

/** The first one answers, or nobody does. */
export function withoutStranger(state: State, id: string): State {
  const before = state.strangers[id];
  if (!before || before.since === null) return state;
  return { ...state, strangers: { ...state.strangers, [id]: { ...before, since: null } } };
}

/** True when the first one has been silent for so long that the other may be what its owner has put in its place. */
export function isSilentForLong({ strangers, now }: State, id: string): boolean {
  const since = strangers[id]?.since ?? null;
  return since !== null && now - since >= STRANGER_AFTER_MS;
}

/** True where the rig mines at another computer than the one that had the name first. */
export function isAway({ held }: Pick<State, 'held'>, id: string, { address }: MiningPool): boolean {
  const first = held[id];
  return first !== undefined && address !== null && first.address !== address;
}

/** The other computer that uses the name of this row, while that is news. */
export function strangerOf(
  { strangers, held, now }: State,
  id: string,
): { address: string; alone: boolean } | null {
  const stranger = strangers[id];
  if (!stranger || !held[id] || held[id].address === stranger.address) return null;
  const alone = stranger.since !== null;
  return alone || now - stranger.at < TOLD_MS ? { address: stranger.address, alone } : null;
}
