import { networkInterfaces } from 'node:os';

/** The first IPv4 address of an interface. Throws when it has none, and names those that have. */
export function interfaceAddress(name: string): string {
  const all = networkInterfaces();
  const address = all[name]?.find(({ family }) => family === 'IPv4')?.address;
  if (address === undefined) {
    throw new Error(
      `The interface ${name} has no IPv4 address; choose one of ${Object.keys(all).join(', ')} with --interface`,
    );
  }
  return address;
}
