/** How a place on the network is written, everywhere: on the screens, in messages and for XMRig. */

/** `host:port`, an IPv6 address in brackets; without them nobody can tell where it ends. */
export function formatEndpoint(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
