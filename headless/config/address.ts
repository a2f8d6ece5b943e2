import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import { quote, quotePlace, quoteWhole } from './quote.ts';
import { readWallet } from './wallet.ts';

/** Stratum port of Pithead, P2Pool and xmrig-proxy alike. */
export const DEFAULT_PORT = 3333;

/** A place to mine as its owner wrote it; `tls` only where a scheme such as `stratum+ssl://` says so. */
export interface Address {
  host: string;
  port: number;
  tls: boolean;
  /** False where the port is the usual one because none was written. */
  portGiven: boolean;
}

/** Schemes that people copy from pool pages; RigForge itself wants none. */
const SCHEME = /^(?:stratum\+)?(tcp|ssl|tls|https?|stratum|ssl\+tcp|tls\+tcp):\/\//i;
/** Any other: a name never has `://` behind it. */
const OTHER_SCHEME = /^([a-z][a-z0-9+.-]{0,30}):\/\//i;
/** RigForge's host rule, with the underscore that Windows and container names bring along. */
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/**
 * Reads `host`, `host:port`, an IPv4 address or `[IPv6]:port` as a person types it.
 * The host comes back in lower case and without brackets; the port defaults to 3333.
 * `error` is one line that says what is wrong and what is right.
 */
export function parseAddress(text: string): { host: string; port: number } | { error: string } {
  const address = readAddress(text);
  return 'error' in address ? address : { host: address.host, port: address.port };
}

/** As `parseAddress`, and tells whether the scheme asked for TLS. */
export function readAddress(text: string): Address | { error: string } {
  const place = readPlace(text);
  if (!('wrong' in place)) return place;
  return { error: place.instead === null ? place.wrong : `${place.wrong}; ${place.instead}` };
}

/** What is wrong with an address, and what to write instead of it. */
export interface WrongAddress {
  wrong: string;
  instead: string | null;
}

/** The same with the two halves of the complaint apart, for what is no stack's address. */
export function readPlace(text: string): Address | WrongAddress {
  const scheme = SCHEME.exec(text.trim());
  const tls = /ssl|tls/i.test(scheme?.[1] ?? '');
  const other = scheme === null ? OTHER_SCHEME.exec(text.trim()) : null;
  if (other !== null) return wrongScheme(other[1] ?? '');
  const bare = text
    .trim()
    .slice(scheme?.[0].length ?? 0)
    .replace(/[/,;\s]+$/, '');
  if (bare === '') return { wrong: 'no address given', instead: HOW };
  if (bare.includes('@')) {
    const instead = 'write user= and pass= on lines of their own';
    return { wrong: 'an address holds no user or password', instead };
  }
  if (readWallet(bare) !== null) return WALLET;
  const parts = splitPort(bare);
  if ('wrong' in parts) return parts;
  const host = parts.host.toLowerCase().replace(/\.$/, '');
  const wrong = wrongHost(host) ?? wrongPort(parts.port);
  if (wrong !== null) return wrong;
  return { host, port: Number(parts.port ?? DEFAULT_PORT), tls, portGiven: parts.port !== null };
}

const WALLET: WrongAddress = {
  wrong: 'this is a wallet address: it is the user of a pool',
  instead: 'write the address of a stack or pool here',
};

function wrongScheme(scheme: string): WrongAddress {
  if (/^daemon/i.test(scheme)) return NO_SOLO;
  return {
    wrong: `"${quote(scheme)}://" is not a way to a stack that this rig knows`,
    instead: 'write host:port, with stratum+ssl:// before it for TLS',
  };
}

const NO_SOLO: WrongAddress = {
  wrong: 'solo mining at a Monero node is not done by this image',
  instead: 'let P2Pool run beside the node and write its address',
};

/** What is said wherever somebody wants to mine without a pool. */
export const SOLO = `${NO_SOLO.wrong}; ${NO_SOLO.instead}`;

const HOW = 'write host or host:port, for example pithead.local:3333';

/** Separates host and port; the port is still text, null where there is none. */
function splitPort(text: string): { host: string; port: string | null } | WrongAddress {
  const bracketed = /^\[([^\]]*)\](?:\s*:\s*(.*))?$/.exec(text);
  if (bracketed !== null) {
    const [, host = '', port = null] = bracketed;
    return isIPv6(host)
      ? { host: canonical(host), port }
      : { wrong: `"${quote(host)}" is not an IPv6 address`, instead: null };
  }
  if (isIPv6(text)) return { host: canonical(text), port: null };
  const match = /^([^\s:]+)(?:\s*:\s*(\S*)|\s+(\d+))$/.exec(text);
  if (match !== null) return { host: match[1] ?? '', port: match[2] || match[3] || null };
  if (/\s/.test(text)) return { wrong: `"${quotePlace(text)}": an address has no spaces`, instead: HOW };
  if (text.includes(':')) return { wrong: `"${quotePlace(text)}" is not an address`, instead: HOW };
  return { host: text, port: null };
}

/** An IPv6 address as the kernel and mDNS spell it (RFC 5952), so that one computer is one place; a link behind it stays. */
function canonical(address: string): string {
  return address.includes('%') ? address : new SocketAddress({ address, family: 'ipv6' }).address;
}

function wrongHost(host: string): WrongAddress | null {
  if (isIPv4(host) || isIPv6(host)) return null;
  const plain = host.replace(/\b0+(?=\d)/g, '');
  if (plain !== host && isIPv4(plain))
    return { wrong: `"${quote(host)}" has zeros before its numbers`, instead: `write ${plain}` };
  if (/^[\d.]+$/.test(host)) {
    const instead = 'it has four numbers from 0 to 255, for example 192.168.1.20';
    return { wrong: `"${quote(host)}" is not an IPv4 address`, instead };
  }
  if (/^\d+(,\d+){3}$/.test(host))
    return { wrong: `"${quoteWhole(host)}" has commas`, instead: `write ${host.replaceAll(',', '.')}` };
  const labels = host.split('.');
  const isTooLong = host.length > 253 || labels.some((label) => label === '' || label.length > 63);
  // No name ends in a number (RFC 1123, 2.1): `v1.2` is none.
  const isNumber = labels.length > 1 && /^\d+$/.test(labels.at(-1) ?? '');
  if (!HOST.test(host) || isTooLong || isNumber) {
    return { wrong: `"${quotePlace(host)}" is not a host name`, instead: HOW };
  }
  return null;
}

function wrongPort(port: string | null): WrongAddress | null {
  if (port === null) return null;
  if (/^\d{1,9}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535) return null;
  // What is no number may be a password.
  const shown = /^\d+$/.test(port) ? `port "${quote(port)}"` : 'the port';
  return { wrong: `${shown} is not a number from 1 to 65535`, instead: `stacks listen on ${DEFAULT_PORT}` };
}
