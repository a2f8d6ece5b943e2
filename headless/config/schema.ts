/**
 * The one schema for what the owner may set, whichever way it was written down: every value arrives as text. The descriptions
 * are the reference table of docs/config.md.
 */
import * as z from 'zod';
import { MAX_LOGIN } from '../pool.ts';
import { readAddress, readPlace } from './address.ts';
import { readHostAddress, readOwnAddress } from './network-address.ts';
import { isNamePlaceholder } from './placeholder.ts';
import { readUser } from './pool-user.ts';
import { quote } from './quote.ts';
import { list, value, wholeNumber, yesOrNo } from './values.ts';
import { isOwnName, OWN_NAME_FORM, unknownVariable, withLabel } from './variables.ts';

/** Longest wait before mining starts, in seconds: a forgotten setting must not idle a rig. */
const MAX_WAIT_SECONDS = 3600;
/** Least memory that must stay with the system, in MB (`SYSTEM_RESERVE_BYTES` of tuning): less would kill its programs. */
export const LEAST_RESERVE_MB = 192;
/** One label of a host name: mDNS knows no others below `.local`. */
const MDNS_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const valuesSchema = z.object({
  pool: value((text) => {
    const address = readAddress(text);
    return 'error' in address ? { wrong: address.error } : address;
  }).describe(
    'where to mine: `host`, `host:port` or `[IPv6]:port`; port 3333 unless given. Several lines, or commas: failover in that order. Else: what is found on the network',
  ),
  user: value(readUser).describe(
    `for that pool: the user; on a public pool your wallet address, with worker or e-mail behind it as the pool wants them. \`${OWN_NAME_FORM}\` in it is the rig's label. Else the rig's label`,
  ),
  /** A secret: no message repeats it. */
  pass: value((text) =>
    /^[\x21-\x7e]+$/.test(text) && text.length <= MAX_LOGIN
      ? text
      : { wrong: 'the password has characters that stacks do not take: no blanks, no accents' },
  ).describe(`for that pool: the password; \`${OWN_NAME_FORM}\` in it is the rig's label`),
  tls: yesOrNo().describe(
    'for that pool: `yes` or `no`; `stratum+ssl://` before the host says the same. Else it is found out by asking',
  ),
  /** Colons as OpenSSL prints them are dropped. */
  fingerprint: value((text) => {
    const digits = text
      .replace(/^sha-?256[:=]/i, '')
      .replace(/[:\s]/g, '')
      .toLowerCase();
    return /^[0-9a-f]{64}$/.test(digits)
      ? digits
      : { wrong: `a fingerprint has 64 hex digits (SHA-256), this one has ${digits.length} characters` };
  }).describe('for that pool: SHA-256 of its certificate, 64 hex digits; means TLS'),
  socks5: value<{ host: string; port: number }>((text) => {
    const proxy = readPlace(text.replace(/^socks5h?:\/\//i, ''));
    if ('wrong' in proxy) return { wrong: `${proxy.wrong}; write host:port of the proxy` };
    return { host: proxy.host, port: /:\d+\s*$/.test(text) ? proxy.port : SOCKS5_PORT };
  }).describe(
    'for that pool: a SOCKS5 proxy to go through (Tor, for example), `host` or `host:port`; port 1080 unless given',
  ),
  /** What a stack takes for a worker name (Pithead and P2Pool cut at `+` and `.`). */
  label: value((text) => {
    if (isOwnName(text)) return '';
    const variable = unknownVariable(text);
    if (isNamePlaceholder(text) || variable !== null || withLabel(text, '') !== text)
      return {
        wrong: `"${quote(text)}" still has to be filled in; left out, each rig makes a name of its own`,
      };
    const label = text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(0, 63)
      .replace(/^-+|-+$/g, '');
    return label === '' ? { wrong: `"${quote(text)}" has no letters or digits to make a name of` } : label;
  }).describe(
    "the rig's name on the dashboard and on the network: `a-z`, `0-9`, `-`. Else `rig-` and six characters made from the hardware",
  ),
  wait: wholeNumber(0, MAX_WAIT_SECONDS, /\s*(s|sec|secs|second|seconds)$/i, 'a number of seconds').describe(
    `seconds in which somebody may choose before mining starts, 0 to ${MAX_WAIT_SECONDS}. Else 30 with a keyboard, 5 without`,
  ),
  /** As RigForge has it. */
  donation: wholeNumber(0, 100, /\s*(%|percent)$/i, 'a percentage').describe(
    "percent of the time mined for XMRig's developers, 0 to 100. Else 1",
  ),
  /** A ceiling, as RigForge has it. */
  threads: wholeNumber(1, 1024, /\s*threads?$/i, 'a number of threads').describe(
    'at most this many mining threads, 1 to 1024',
  ),
  reserve: wholeNumber(
    LEAST_RESERVE_MB,
    1_048_576,
    /\s*(mb|mib|m|megabytes?)$/i,
    'a number of megabytes',
  ).describe(
    `memory in MB that the huge pages leave to the system, at least ${LEAST_RESERVE_MB}, which is also what is left otherwise`,
  ),
  names: list(16, 'names', (item) => {
    const name = item.toLowerCase().replace(/\.?(local\.?)?$/, '');
    if (MDNS_NAME.test(name)) return name;
    return {
      wrong: `"${quote(item)}" is not a name on your network; write it like pithead or pithead.local`,
    };
  }).describe('host names to ask for on your network beside the well-known ones, with commas between them'),
  discovery: yesOrNo().describe('`no`: do not look for stacks on the network'),
  sweep: yesOrNo().describe('`no`: do not ask every address of the network when nothing else finds a stack'),
  address: value(readOwnAddress).describe(
    'a fixed address for this rig with the size of its network, as in `192.168.1.50/24`. Else the router gives one (DHCP)',
  ),
  gateway: value(readHostAddress).describe('with `address`: the router, as in `192.168.1.1`'),
  dns: list(4, 'name servers', readHostAddress).describe(
    'name servers, with commas between them. Else those that the router names; with `address` the router itself',
  ),
  interface: value((text) =>
    /^[A-Za-z0-9_.-]{1,15}$/.test(text)
      ? text
      : { wrong: `"${quote(text)}" is not a network port; the screen shows their names, for example eno1` },
  ).describe(
    'with `address` or `dns`: the network port that gets it. Needed for `address` where more than one has a cable',
  ),
  /** As RigForge and XMRig have it: yes or no, or seconds. */
  keepalive: value((text): boolean | number | { wrong: string } => {
    const seconds = text.replace(/\s*(?:s|sec|secs|seconds?)$/i, '');
    if (/^\d{1,4}$/.test(seconds) && Number(seconds) > 1) return Number(seconds);
    const said = yesOrNo().safeParse(text);
    return said.success
      ? said.data
      : { wrong: `"${quote(text)}" is neither yes nor no, nor a number of seconds` };
  }).describe(
    'for that pool: `no` for one that does not answer signs of life; a number: seconds between them. Else `yes`, once a minute',
  ),
  ceiling: wholeNumber(0, 1_048_576, /\s*(mb|mib|m|megabytes?)$/i, 'a number of megabytes').describe(
    'huge pages take at most this much memory, in MB. Else, or with 0: as much as helps',
  ),
});

/** IANA's port for SOCKS. */
const SOCKS5_PORT = 1080;

export type Values = z.infer<typeof valuesSchema>;

/** Reads one value by the schema; `error` says what is wrong with it in one line. */
export function readValue<K extends keyof Values>(
  key: K,
  text: string,
): { value: Values[K] } | { error: string } {
  const schema: z.ZodType = valuesSchema.shape[key];
  const result = schema.safeParse(text);
  if (result.success) return { value: result.data as Values[K] };
  return { error: result.error.issues[0]?.message ?? 'is not understood' };
}
