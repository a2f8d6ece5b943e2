import { formatEndpoint } from '../headless/endpoint.ts';
import type { Stack } from '../headless/snapshot.ts';

const FOUND: Record<Stack['found'], string> = {
  configured: 'set in the configuration',
  mdnsName: 'found by its name',
  dnsSd: 'announced on the network',
  sweep: 'found by asking every address',
  typed: 'typed here',
};

/** Where a stack really is and how the rig came to know of it, whatever it calls itself. */
export function placeOf(stack: Stack): string {
  const at = stack.address && stack.address !== stack.host ? ` at ${stack.address}` : '';
  const tls = stack.tls ? ', TLS' : '';
  return `${formatEndpoint(stack.host, stack.port)}${at}${tls}, ${FOUND[stack.found]}`;
}
