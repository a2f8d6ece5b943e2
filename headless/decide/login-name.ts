/** Under which name a stack sees this rig: one name for one worker, its owner's. Pure. */
import type { PoolSetting } from '../config/model.ts';
import { isPublic } from '../config/public-pool.ts';
import { withLabel } from '../config/variables.ts';
import { isBareWallet } from '../config/wallet.ts';
import type { MiningPool } from '../pool.ts';
import type { State } from '../state/model.ts';

/** What XMRig sends where nothing is set, with a difficulty as P2Pool reads it. */
const NOBODY = /^x(?:[+.]\d+)?$/i;

/**
 * The worker's name that is sent beside the user. A stack shows it in place of the user (xmrig-proxy, `Workers.cpp`), so it is sent
 * only where the owner has not named the worker in the user already: null is none, undefined the user itself, which is the label.
 */
export function rigIdOf({ user, rigId }: PoolSetting, label: string): MiningPool['rigId'] {
  if (rigId !== undefined) return withLabel(rigId, label);
  if (user === null) return undefined;
  return isBareWallet(user) || NOBODY.test(user) ? label : null;
}

/**
 * Under which name discovery logs in at what it finds: as the rig will at its owner's stack, so that a dashboard which is found in two
 * ways has one row. A wallet or an account is nobody's business but its pool's.
 */
export function discoveryName({ config, label }: State): string {
  const [first] = config?.pools ?? [];
  if (!first || first.user === null || first.rigId !== undefined || isPublic(first.host, null)) return label;
  const name = withLabel(first.user, label);
  return /^[a-z0-9][a-z0-9-]{0,62}$/i.test(name) && !NOBODY.test(name) ? name : label;
}
