import { networkInterfaces } from 'node:os';

/** The first IPv4 address of an interface, or else its first of IPv6. Throws when it has none, and names those that have. */
export function interfaceAddress(name: string): string {
  const all = networkInterfaces();
  // A link-local address is nothing without the interface's name, which differs from host to host.
  const usable = (all[name] ?? []).filter(({ address }) => !/^fe[89ab]/i.test(address));
  const best = usable.find(({ family }) => family === 'IPv4') ?? usable[0];
  if (best === undefined) {
    throw new Error(
      `The interface ${name} has no address; choose one of ${Object.keys(all).join(', ')} with --interface`,
    );
  }
  return best.address;
}
