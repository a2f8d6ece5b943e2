/** A row of the stacks table before anything has answered. Pure. */
import type { Stack } from './snapshot.ts';

export function unknownStack(
  place: Pick<Stack, 'id' | 'name' | 'host' | 'port' | 'found'> & Partial<Stack>,
): Stack {
  return {
    address: null,
    card: null,
    tls: false,
    fingerprint: null,
    kind: 'unknown',
    status: 'probing',
    height: null,
    algorithm: null,
    outdated: false,
    latencyMs: null,
    doubt: null,
    problem: null,
    ...place,
  };
}
