/** TLS where nobody has said whether a place speaks it: found out by asking, then held to the certificate that was seen. Pure. */
import { REMEMBERED_FILE } from '../config/remembered.ts';
import type { ProbeResult } from '../discovery/probe.ts';
import { keepOnStick } from './keep.ts';
import { startOn } from './mining.ts';
import type { Effect, MiningPool, MiningTarget, State, Step } from './model.ts';
import { noteLine } from './notes.ts';
import { poolName } from './pools.ts';
import { poolId } from './target.ts';

/** A look at `pool`, which stands for the row `stackId`. */
export function probeOf(
  state: State,
  stackId: string,
  pool: MiningPool,
): Extract<Effect, { effect: 'probe' }> {
  return { effect: 'probe', stackId, pool, open: isOpen(state, stackId, pool) };
}

/** The rig's place was asked, and speaks TLS: goes there with TLS from now on, and to no other certificate. Null where that is no news. */
export function speakAsFound(state: State, stackId: string, { tls, fingerprint }: ProbeResult): Step | null {
  const { target, miner } = state;
  if (!target || !miner || state.pausedUntil !== null || target.stackId !== stackId) return null;
  const [pool, ...rest] = target.pools;
  if (!tls || !isOpen(state, stackId, pool)) return null;
  const found: MiningTarget = {
    ...target,
    pools: [{ ...pool, tls, fingerprint }, ...rest],
    keptUnder: target.keptUnder ?? keptUnder(state, stackId),
  };
  const text = `speaks TLS: mining there with TLS, and only with the certificate it shows now (SHA-256 ${fingerprint})`;
  const noted = noteLine(state, { level: 'info', where: poolName(state, 0), text });
  const choice = target.source === 'person' ? found : state.choice;
  const step = startOn({ ...noted, choice }, found);
  return { state: step.state, effects: [...step.effects, ...keepOnStick(state, found)] };
}

/** The owner's config files say of each pool whether it has TLS; a person who types or chooses a place does not. */
function isOpen({ config }: State, stackId: string, { fingerprint }: MiningPool): boolean {
  const settings = config?.pools.filter((pool) => poolId(pool) === stackId) ?? [];
  return fingerprint === null && settings.every(({ where }) => where === REMEMBERED_FILE);
}

function keptUnder({ config }: State, stackId: string): string | undefined {
  const isKept = config?.pools.some((pool) => poolId(pool) === stackId && pool.where === REMEMBERED_FILE);
  return isKept ? config?.poolsHash : undefined;
}
