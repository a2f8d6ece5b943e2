import type { Message, Setting } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import { COMMAND_LINE, readCommandLine } from './command-line.ts';
import { readConfLines } from './conf-lines.ts';
import { readConfigJson } from './config-json.ts';
import { decodeText } from './decode.ts';
import { type ConfigFile, fileRank } from './files.ts';
import type { RigKey } from './keys.ts';
import { type Found, type PoolOptions, type Reading, type ReadPool, sameValue } from './reading.ts';
import type { Values } from './schema.ts';

export type { ConfigFile } from './files.ts';

/** One place to mine that the owner named. `password` is a secret. */
export interface PoolSetting {
  host: string;
  port: number;
  /** Null: the rig's label. */
  user: string | null;
  /** Null: `x`, which stacks without a password take. */
  password: string | null;
  tls: boolean;
  /** SHA-256 of the certificate, 64 lower-case hex digits. */
  fingerprint: string | null;
  source: 'cmdline' | 'stick';
  /** `kernel command line` or `rigforge.conf line 4`. */
  where: string;
}

/** What the owner asked for; null where nothing was said. */
export interface OwnerConfig {
  /** Of the strongest source that names any, in failover order. */
  pools: PoolSetting[];
  label: string | null;
  waitSeconds: number | null;
  donatePercent: number | null;
  /** A ceiling. */
  threads: number | null;
  /** mDNS names to look for beside the well-known ones, without `.local`. */
  names: string[];
  /** Whether to look for stacks on the network at all. */
  discovery: boolean;
  /** Whether to ask every address of the network when nothing else finds a stack. */
  sweep: boolean;
  messages: Message[];
  /** All of the above as the console shows it, without secrets. */
  settings: Setting[];
}

/** More messages than a screen holds help nobody. */
const MAX_MESSAGES = 20;

/**
 * Reads the kernel command line and the files of the config partition. The command line beats the stick; on the
 * stick, key by key, rigforge.conf beats config.json beats an address on a line of its own. Pure; never throws.
 */
export function readOwnerConfig(input: { cmdline: string; files: ConfigFile[] }): OwnerConfig {
  const cmdline = readCommandLine(input.cmdline);
  const files = input.files
    .map((file) => ({ file, rank: fileRank(file.name) ?? 99 }))
    .sort((a, b) => a.rank - b.rank || a.file.name.localeCompare(b.file.name, 'en'))
    .map(({ file }) => readFile(file));
  const readings = [cmdline, ...files];
  const messages = readings.flatMap((reading) => reading.messages);

  const fromCmdline = pick(cmdline.pools, [cmdline], 'cmdline');
  const keyed = files.map((reading) => reading.pools.filter((pool) => !pool.bare));
  const bare = files.map((reading) => reading.pools.filter((pool) => pool.bare));
  const lists = [...keyed, ...bare].filter((pools) => pools.length > 0);
  const fromStick = pick(lists[0] ?? [], files, 'stick');
  messages.push(...poolConflicts([cmdline.pools, ...lists].filter((pools) => pools.length > 0)));
  messages.push(...orphans([cmdline], fromCmdline), ...orphans(files, fromStick));

  return {
    pools: fromCmdline.length > 0 ? fromCmdline : fromStick,
    label: strongest(readings, 'label', messages),
    waitSeconds: strongest(readings, 'wait', messages),
    donatePercent: strongest(readings, 'donation', messages),
    threads: strongest(readings, 'threads', messages),
    names: strongest(readings, 'names', messages) ?? [],
    discovery: strongest(readings, 'discovery', messages) ?? true,
    sweep: strongest(readings, 'sweep', messages) ?? true,
    messages: capped(messages),
    settings: [],
  };
}

/** One file by its form, not by its name: JSON in a .txt is still JSON. */
function readFile(file: ConfigFile): Reading {
  const name = cleanText(file.name, 60);
  const decoded = decodeText(file.content);
  if ('error' in decoded) {
    const message: Message = { level: 'error', where: name, text: decoded.error };
    return { pools: [], common: {}, rig: {}, messages: [message] };
  }
  return /^\s*(?:\{|\[\s*["'{])/.test(decoded.text)
    ? readConfigJson(decoded.text, name)
    : readConfLines(decoded.text, name);
}

/** Gives each pool its options: its own, over those that files without a pool of their own say for all. */
function pick(pools: ReadPool[], readings: Reading[], source: PoolSetting['source']): PoolSetting[] {
  const own = readings.find((reading) => pools.some((pool) => reading.pools.includes(pool)));
  const rank = own === undefined ? 0 : readings.indexOf(own);
  const general = (reading: Reading) => reading !== own && reading.pools.length === 0;
  const stronger = readings.slice(0, rank).filter(general);
  const weaker = readings.slice(rank + 1).filter(general);
  return pools.map((pool) => {
    const layers = [...weaker.toReversed(), ...(own ? [own] : [])].map((reading) => reading.common);
    const options: PoolOptions = Object.assign(
      {},
      ...layers,
      pool.options,
      ...stronger.toReversed().map((reading) => reading.common),
    );
    const fingerprint = options.fingerprint?.value ?? null;
    return {
      host: pool.address.host,
      port: pool.address.port,
      user: options.user?.value ?? null,
      password: options.pass?.value ?? null,
      // A fingerprint says who the pool is, and only TLS can prove it.
      tls: fingerprint !== null || (options.tls?.value ?? pool.address.tls),
      fingerprint,
      source,
      where: pool.where,
    };
  });
}

function strongest<K extends RigKey>(readings: Reading[], key: K, messages: Message[]): Values[K] | null {
  const found = readings.flatMap((reading) => {
    const value: Found<Values[K]> | undefined = reading.rig[key];
    return value === undefined ? [] : [value];
  });
  const [first, ...rest] = found;
  if (first === undefined) return null;
  for (const other of rest.filter(({ value }) => !sameValue(value, first.value))) {
    messages.push(conflict(key === 'donation' ? 'DONATION' : key, first.where, other.where));
  }
  return first.value;
}

function poolConflicts(lists: ReadPool[][]): Message[] {
  const [first, ...rest] = lists;
  if (first === undefined) return [];
  const spelt = (pools: ReadPool[]) => pools.map(({ address }) => `${address.host}:${address.port}`).join();
  return rest
    .filter((pools) => spelt(pools) !== spelt(first))
    .map((pools) => conflict('pool', first[0]?.where ?? '', pools[0]?.where ?? ''));
}

function conflict(what: string, counts: string, doesNot: string): Message {
  const where = counts === COMMAND_LINE ? `the ${counts}` : counts;
  return { level: 'info', where: doesNot, text: `${what} is set here and in ${where}; ${where} counts` };
}

/** Options for pools in a source that names no pool: a password goes only to the pool it was given for. */
function orphans(readings: Reading[], pools: PoolSetting[]): Message[] {
  if (pools.length > 0) return [];
  return readings.flatMap((reading) =>
    Object.entries(reading.common).map(([key, found]) => ({
      level: 'warning' as const,
      where: found.where,
      text: `${key === 'fingerprint' ? 'tls-fingerprint' : key} does not count without a pool beside it; write pool=host as well`,
    })),
  );
}

function capped(messages: Message[]): Message[] {
  if (messages.length <= MAX_MESSAGES) return messages;
  const order = { error: 0, warning: 1, info: 2 };
  const kept = messages.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, MAX_MESSAGES - 1);
  const more = messages.length - kept.length;
  return [...kept, { level: 'info', where: 'config', text: `${more} more messages are not shown` }];
}
