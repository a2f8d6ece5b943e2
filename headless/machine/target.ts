/** Which place to mine at, strongest source first (DESIGN: "Where to mine"). Pure. */
import type { PoolSetting } from '../config/owner-config.ts';
import { REMEMBERED_FILE } from '../config/remembered.ts';
import { inNaturalOrder } from '../order.ts';
import type { Stack } from '../snapshot.ts';
import type { MiningPool, MiningTarget, State } from './model.ts';
import { isLanName } from './pools.ts';
import { payingPools } from './wallet.ts';

/** What the rig would mine at if nobody said anything more, or null while there is nothing verified or configured. */
export function fallbackTarget(state: State): MiningTarget | null {
  const [first, ...rest] = payingPools(state);
  if (first) return configuredTarget(state, first, rest);
  // Its owner named a pool: without a wallet there the rig waits, and does not mine for somebody else.
  if (state.config && state.config.pools.length > 0) return null;
  const ready = Object.values(state.stacks).filter((stack) => stack.status === 'ready' && !isNamed(stack));
  const best = ready.sort((a, b) => Number(a.outdated) - Number(b.outdated) || byRank(a, b))[0];
  return best ? stackTarget(state, best, { source: 'discovery', why: null, password: null }) : null;
}

/** Why the rig mines at `target`, in a person's words; what was guessed is told from the stacks that are known now. */
export function whyOf({ stacks }: State, { stackId, why }: MiningTarget): string {
  if (why !== null) return why;
  const all = Object.values(stacks);
  const ready = all.filter(({ status }) => status === 'ready');
  const chosen = stacks[stackId];
  if (!chosen) return 'a guess among the stacks found on this network';
  const found =
    chosen.found === 'sweep' ? 'found by asking every address of this network' : 'found on this network';
  if (all.length === 1) return `the only stack ${found}`;
  if (ready.length === 1 && chosen.status === 'ready')
    return `the only one of ${all.length} stacks that is ready`;
  if (ready.length === all.length || chosen.status !== 'ready')
    return `a guess: one of ${all.length} stacks ${found}`;
  return `a guess: one of ${ready.length} ready stacks ${found}`;
}

/** A found stack as a target; `password` null means the stack asked for none. */
export function stackTarget(
  state: State,
  stack: Stack,
  how: Pick<MiningTarget, 'source' | 'why'> & { password: string | null },
): MiningTarget {
  const pool: MiningPool = {
    host: stack.host,
    address: stack.address,
    port: stack.port,
    tls: stack.tls,
    // Pinning what the probe saw keeps an impostor that comes later out.
    fingerprint: stack.fingerprint,
    user: state.label,
    // A password goes only to the stack it was given for; discovery sends what every stack without one takes.
    password: how.password ?? 'x',
  };
  return { stackId: stack.id, source: how.source, why: how.why, pools: [pool] };
}

/** The owner's pool setting as XMRig will be given it. */
export function configuredPool(state: State, setting: PoolSetting): MiningPool {
  const stack = state.stacks[poolId(setting)];
  return {
    host: setting.host,
    // XMRig asks the system's resolver, which may not speak mDNS; DNS names it looks up itself, each time anew.
    address: isLanName(setting.host) ? (stack?.address ?? null) : null,
    port: setting.port,
    tls: setting.tls,
    fingerprint: setting.fingerprint,
    user: setting.user ?? state.label,
    password: setting.password ?? 'x',
    socks5: setting.socks5 ?? undefined,
  };
}

/** Identity of a place to mine in the table of stacks. */
export function poolId(place: { host: string; port: number }): string {
  return `${place.host.toLowerCase()}:${place.port}`;
}

function configuredTarget(state: State, first: PoolSetting, rest: PoolSetting[]): MiningTarget {
  return {
    stackId: poolId(first),
    source: first.source,
    why:
      first.where === REMEMBERED_FILE
        ? 'chosen at the rig and remembered on the stick'
        : `set in ${first.where}`,
    pools: [configuredPool(state, first), ...rest.map((setting) => configuredPool(state, setting))],
  };
}

/** Somebody has said of it that it is there, in the config or at the console. */
export function isNamed({ found }: Stack): boolean {
  return found === 'configured' || found === 'typed';
}

const FOUND_ORDER: Stack['found'][] = ['configured', 'typed', 'mdnsName', 'dnsSd', 'sweep'];

/** Well-known names, then DNS-SD, then the sweep, ties by name: the same choice on every boot. Before them what was named. */
export function byRank(a: Stack, b: Stack): number {
  return FOUND_ORDER.indexOf(a.found) - FOUND_ORDER.indexOf(b.found) || byName(a, b);
}

/** `pithead.local` before `pithead-2.local`, and `192.168.1.9` before `192.168.1.20`. */
function byName(a: Stack, b: Stack): number {
  const [one, other] = [a, b].map(({ name }) => name.replace(/\.local$/, ''));
  return inNaturalOrder(one ?? '', other ?? '');
}
