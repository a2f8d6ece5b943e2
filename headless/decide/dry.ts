/** What a pool that is mined at should have paid by now. Pure. */
import type { Dry } from '../state/miner.ts';

/**
 * Shares come by chance: where `n` are to be expected, none at all comes with a probability of e^-n, 2 in 1,000 million here. At the
 * least time below a rig has 350,000 such chances a year, one false alarm in 1,400 years (`test/headless/decide/results.test.ts`).
 */
const EXPECTED_SHARES = 20;
export const LEAST_MS = 30 * 60_000;

/** True where chance alone no longer explains that no share was accepted. */
export function paysNothing({ since, expected }: Dry, now: number): boolean {
  return expected >= EXPECTED_SHARES && now - since >= LEAST_MS;
}
