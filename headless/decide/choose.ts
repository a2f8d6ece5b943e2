/** Which place to mine at, strongest source first (docs/design.md, "Where to mine"). Pure. */
import type { PoolSetting } from '../config/model.ts';
import { isPublic } from '../config/public-pool.ts';
import { passwordWithLabel, withLabel } from '../config/variables.ts';
import { mdnsName, WELL_KNOWN_NAMES } from '../names.ts';
import { inNaturalOrder } from '../order.ts';
import { isLanName, type MiningPool, type MiningTarget, passwordOf, poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';
import { rigIdOf } from './login-name.ts';
import { otherPools } from './own-address.ts';
import { payingPools } from './paying-pools.ts';

/** What the rig would mine at if nobody said anything more, or null while there is nothing verified or configured. */
export function fallbackTarget(state: State): MiningTarget | null {
  const [first, ...rest] = payingPools(state);
  if (first) return configuredTarget(state, first, rest);
  // Its owner named a pool: without a wallet there the rig waits, and does not mine for somebody else.
  if (otherPools(state).length > 0) return null;
  const ready = Object.values(state.stacks).filter((stack) => stack.status === 'ready' && !isNamed(stack));
  const [best] = ready.sort(
    (a, b) =>
      Number(a.outdated) - Number(b.outdated) || hasPaid(state, b) - hasPaid(state, a) || byRank(a, b),
  );
  return best ? stackTarget(state, best, { source: 'discovery', why: null, password: null }) : null;
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
    // A password goes only to the stack it was given for.
    password: passwordOf(how.password),
  };
  return { stackId: stack.id, source: how.source, why: how.why, pools: [pool] };
}

/** What stands behind a row, as it is asked: the pool that is mined at, its owner's, or just the place. */
export function poolOfRow(state: State, stackId: string): MiningPool | undefined {
  const target = targetOf(state);
  const mined = target?.pools.find((_, index) => stackIdOf(target, index) === stackId);
  if (mined) return mined;
  const setting = state.config?.pools.find((pool) => poolId(pool) === stackId);
  if (setting) return configuredPool(state, setting);
  const stack = state.stacks[stackId];
  return stack && stackTarget(state, stack, { source: 'person', why: null, password: null }).pools[0];
}

/** The owner's pool setting as XMRig will be given it. */
export function configuredPool(state: State, setting: PoolSetting): MiningPool {
  const stack = state.stacks[poolId(setting)];
  const { label } = state;
  const password = passwordOf(setting.password);
  return {
    host: setting.host,
    // XMRig asks the system's resolver, which may not speak mDNS; DNS names it looks up itself, each time anew.
    address: isLanName(setting.host) ? whereHeld(state, setting, stack) : null,
    port: setting.port,
    ...tlsOf(state, setting),
    user: withLabel(setting.user ?? label, label),
    password: password === null ? null : passwordWithLabel(password, label),
    socks5: setting.socks5 ?? undefined,
    rigId: rigIdOf(setting, label),
    keepalive: setting.keepalive,
  };
}

/** Where its name leads: to whom it led first. With a password nobody is taken whom discovery has found under that name. */
function whereHeld({ held }: State, setting: PoolSetting, stack: Stack | undefined): string | null {
  const first = held[poolId(setting)];
  return first?.address ?? (passwordOf(setting.password) === null ? (stack?.address ?? null) : null);
}

/** As its owner said; where nothing was said, as the rig has come to speak to it, or as it answered when it was asked. */
function tlsOf(state: State, setting: PoolSetting): Pick<MiningPool, 'tls' | 'fingerprint'> {
  const { tls, fingerprint } = setting;
  if (!isUnpinned(setting)) return { tls, fingerprint };
  const held = targetOf(state)?.pools.find((pool) => poolId(pool) === poolId(setting));
  if (held?.tls) return { tls: true, fingerprint: held.fingerprint };
  const seen = state.stacks[poolId(setting)];
  return seen?.tls
    ? { tls: true, fingerprint: pinFor(setting.host, seen.fingerprint) }
    : { tls, fingerprint };
}

/** True where the owner has not said which certificate it has to show: it is held to the one that it shows first. */
export function isUnpinned({ tlsUnsaid, tls, fingerprint }: PoolSetting): boolean {
  return tlsUnsaid === true || (tls && fingerprint === null);
}

/** Public pools change their certificates every few weeks; a stack keeps its own, and is held to it. */
export function pinFor(host: string, fingerprint: string | null): string | null {
  return isPublic(host, null) ? null : fingerprint;
}

function configuredTarget(state: State, first: PoolSetting, rest: PoolSetting[]): MiningTarget {
  return {
    stackId: poolId(first),
    source: first.source === 'cmdline' ? 'cmdline' : 'stick',
    why: first.source === 'remembered' ? { reason: 'remembered' } : { reason: 'set', where: first.where },
    pools: [configuredPool(state, first), ...rest.map((setting) => configuredPool(state, setting))],
  };
}

/** 1 for a stack that has accepted a share of this rig in this boot: it comes before strangers. */
function hasPaid({ paid }: State, { id }: Stack): number {
  return paid.includes(id) ? 1 : 0;
}

/** Somebody has said of it that it is there, in the config or at the console. */
export function isNamed({ found }: Stack): boolean {
  return found === 'configured' || found === 'typed';
}

const FOUND_ORDER: Stack['found'][] = ['configured', 'typed', 'mdnsName', 'dnsSd', 'sweep'];

/**
 * Well-known names in their order, then DNS-SD, then the sweep, ties by name: the same choice on every boot. Before them what was
 * named. Anybody may call a computer `monero`: it does not come before a Pithead.
 */
export function byRank(a: Stack, b: Stack): number {
  const byFound = FOUND_ORDER.indexOf(a.found) - FOUND_ORDER.indexOf(b.found);
  return byFound || nameRank(a) - nameRank(b) || byName(a, b);
}

/** Place in the list of well-known names; a name that the owner has added comes before them. */
function nameRank({ found, host }: Stack): number {
  return found === 'mdnsName' ? KNOWN_HOSTS.indexOf(host) : 0;
}

const KNOWN_HOSTS = WELL_KNOWN_NAMES.map(mdnsName);

/** `pithead.local` before `pithead-2.local`, and `192.168.1.9` before `192.168.1.20`. */
function byName(a: Stack, b: Stack): number {
  const [one, other] = [a, b].map(({ name }) => name.replace(/\.local$/, ''));
  return inNaturalOrder(one ?? '', other ?? '');
}
