/** What a stack may be called on a LAN, best guess first. `docs/discovery.md` tells operators about both. */

/**
 * mDNS host names that stacks have without anybody setting them up: Pithead's default and what it falls back to when
 * the name is taken, Umbrel's, and what people call a machine that does only this.
 */
export const WELL_KNOWN_NAMES = [
  'pithead',
  'pithead-2',
  'pithead-3',
  'pithead-4',
  'pithead-5',
  'p2pool',
  'umbrel',
  'xmrig-proxy',
  'monero',
] as const;

/** The DNS-SD type under which a stack may advertise its Stratum port. One type: what it mines is asked, not believed. */
export const SERVICE_TYPE = '_stratum._tcp.local';

/** Where Stratum listens on every kind of stack, if its operator did not move it. */
export const STRATUM_PORT = 3333;

/**
 * A host that has no name is known by its network card: `52-54-00-12-34-56` stands where a host name would. Unlike
 * its address, that stays when the router gives out another.
 */
export function isMacName(host: string): boolean {
  return /^[0-9a-f]{2}(-[0-9a-f]{2}){5}$/.test(host);
}

/** `name`, `Name.local` and `name.local.` all become `name.local`. */
export function mdnsName(name: string): string {
  return `${name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\.local$/, '')}.local`;
}
