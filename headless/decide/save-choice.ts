/** What a person asked to have remembered on the stick. Pure. */
import type { MiningTarget } from '../pool.ts';
import type { Effect } from '../state/effect.ts';
import type { State } from '../state/model.ts';

/** Writes the place where a person has asked for that; the rig's own label is not stored: it is made from the hardware at each start. */
export function keepOnStick(state: State, { pools, keptUnder }: MiningTarget): Effect[] {
  if (keptUnder === undefined) return [];
  const { host, port, tls, fingerprint, user, password, socks5 } = pools[0];
  const pool = {
    ...{ host, port, tls, fingerprint, password },
    user: user === state.label ? null : user,
    socks5: socks5 ?? null,
  };
  return [{ effect: 'saveChoice', pool, poolsHash: keptUnder }];
}
