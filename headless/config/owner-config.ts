import type { Message, Setting } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import { COMMAND_LINE, COMMAND_LINE_FILE, readCommandLine, readCommandLineFile } from './command-line.ts';
import { readConfLines } from './conf-lines.ts';
import { readConfigJson } from './config-json.ts';
import { decodeText } from './decode.ts';
import { type ConfigFile, fileRank, isCommandLineFile } from './files.ts';
import { POOL_KEYS, RIG_KEYS, SPELLINGS } from './keys.ts';
import { type PoolOptions, type Reading, type ReadPool, type RigSettings, sameValue } from './reading.ts';
import { listSettings } from './settings.ts';

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
  /** Proxy to go through: without it this pool must not be connected to. */
  socks5: { host: string; port: number } | null;
  source: 'cmdline' | 'stick';
  /** `kernel command line` or `rigforge.conf line 4`. */
  where: string;
}

/** The rig's own address, set by hand. */
export interface FixedAddress {
  /** With prefix length, as in `192.168.1.50/24`. */
  address: string;
  gateway: string | null;
  dns: string[];
  /** Null: the one port that can be meant. */
  interface: string | null;
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
  /** Memory that huge pages leave to the system. */
  reserveBytes: number | null;
  /** mDNS names to look for beside the well-known ones, without `.local`. */
  names: string[];
  /** Whether to look for stacks on the network at all. */
  discovery: boolean;
  /** Whether to ask every address of the network when nothing else finds a stack. */
  sweep: boolean;
  /** The rig's own address; null: the router gives one. */
  network: FixedAddress | null;
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
  const cmdline = [readCommandLine(input.cmdline), ...commandLineFiles(input)];
  const files = input.files
    .filter((file) => !isCommandLineFile(file.name))
    .map((file) => ({ file, rank: fileRank(file.name) ?? 99 }))
    .sort((a, b) => a.rank - b.rank || a.file.name.localeCompare(b.file.name, 'en'))
    .map(({ file }) => readFile(file));
  const readings = [...cmdline, ...files];
  const messages = readings.flatMap((reading) => reading.messages);

  const cmdlineLists = cmdline.map((reading) => reading.pools).filter((pools) => pools.length > 0);
  const fromCmdline = pick(cmdlineLists[0] ?? [], cmdline, 'cmdline');
  const keyed = files.map((reading) => reading.pools.filter((pool) => !pool.bare));
  const bare = files.map((reading) => reading.pools.filter((pool) => pool.bare));
  const lists = [...keyed, ...bare].filter((pools) => pools.length > 0);
  const fromStick = pick(lists[0] ?? [], files, 'stick');
  messages.push(...poolConflicts([...cmdlineLists, ...lists]));
  messages.push(...orphans(cmdline, fromCmdline), ...orphans(files, fromStick));

  const pools = fromCmdline.length > 0 ? fromCmdline : fromStick;
  const rig = strongestOf(readings, messages);
  const reserveMb = rig.reserve?.value ?? null;
  return {
    pools,
    label: rig.label?.value ?? null,
    waitSeconds: rig.wait?.value ?? null,
    donatePercent: rig.donation?.value ?? null,
    threads: rig.threads?.value ?? null,
    reserveBytes: reserveMb === null ? null : reserveMb * 2 ** 20,
    names: rig.names?.value ?? [],
    discovery: rig.discovery?.value ?? true,
    sweep: rig.sweep?.value ?? true,
    network: networkOf(rig, messages),
    messages: capped(messages),
    settings: listSettings(pools, rig),
  };
}

/** What the boot loader's file says beyond what reached the kernel. */
function commandLineFiles({ cmdline, files }: { cmdline: string; files: ConfigFile[] }): Reading[] {
  return files
    .filter((file) => isCommandLineFile(file.name))
    .map((file) => {
      const decoded = decodeText(file.content);
      return 'error' in decoded
        ? unreadable(COMMAND_LINE_FILE, decoded.error)
        : readCommandLineFile(decoded.text, cmdline);
    });
}

/** One file by its form, not by its name: JSON in a .txt is still JSON. */
function readFile(file: ConfigFile): Reading {
  const name = cleanText(file.name, 60);
  const decoded = decodeText(file.content);
  if ('error' in decoded) return unreadable(name, decoded.error);
  return /^\s*(?:\{|\[\s*["'{])/.test(decoded.text)
    ? readConfigJson(decoded.text, name)
    : readConfLines(decoded.text, name);
}

function unreadable(where: string, text: string): Reading {
  return { pools: [], common: {}, rig: {}, messages: [{ level: 'error', where, text }] };
}

/** Gives each pool its options: its own, over those that files without a pool of their own say for all. */
function pick(pools: ReadPool[], readings: Reading[], source: PoolSetting['source']): PoolSetting[] {
  const own = readings.find((reading) => pools.some((pool) => reading.pools.includes(pool)));
  const rank = own === undefined ? 0 : readings.indexOf(own);
  const general = (reading: Reading) => reading !== own && reading.pools.length === 0;
  const stronger = readings.slice(0, rank).filter(general);
  const weaker = readings.slice(rank + 1).filter(general);
  return pools.flatMap((pool) => {
    const layers = [...weaker.toReversed(), ...(own ? [own] : [])].map((reading) => reading.common);
    const options: PoolOptions = Object.assign(
      {},
      ...layers,
      pool.options,
      ...stronger.toReversed().map((reading) => reading.common),
    );
    const fingerprint = options.fingerprint?.value ?? null;
    const setting: PoolSetting = {
      host: pool.address.host,
      port: pool.address.port,
      user: options.user?.value ?? null,
      password: options.pass?.value ?? null,
      // A fingerprint says who the pool is, and only TLS can prove it.
      tls: fingerprint !== null || (options.tls?.value ?? pool.address.tls),
      fingerprint,
      socks5: options.socks5?.value ?? null,
      source,
      where: pool.where,
    };
    return options.leaveOut === undefined ? [setting] : [];
  });
}

/** Takes each setting of the rig from the first reading that has it, and mentions the others that say something else. */
function strongestOf(readings: Reading[], messages: Message[]): RigSettings {
  const settings: RigSettings = {};
  for (const key of RIG_KEYS) {
    const [first, ...rest] = readings.flatMap((reading) => reading.rig[key] ?? []);
    if (first === undefined) continue;
    Object.assign(settings, { [key]: first });
    for (const other of rest.filter(({ value }) => !sameValue(value, first.value))) {
      messages.push(conflict(SPELLINGS[key][0], first.where, other.where));
    }
  }
  return settings;
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
    POOL_KEYS.flatMap((key) => {
      const found = reading.common[key];
      if (found === undefined) return [];
      const text = `${SPELLINGS[key][0]} does not count without a pool beside it; write pool=host as well`;
      return [{ level: 'warning' as const, where: found.where, text }];
    }),
  );
}

/** The rig's own address, which the other network keys only serve. */
function networkOf(rig: RigSettings, messages: Message[]): FixedAddress | null {
  const { address, gateway, dns, interface: port } = rig;
  if (address === undefined) {
    for (const [key, found] of Object.entries({ gateway, dns, interface: port })) {
      const text = `${key} does not count without the rig's own address; write address=192.168.1.50/24 as well`;
      if (found !== undefined) messages.push({ level: 'warning', where: found.where, text });
    }
    return null;
  }
  if (gateway === undefined) {
    const text =
      'address without gateway: this rig reaches its own network only; write gateway= for pools elsewhere';
    messages.push({ level: 'info', where: address.where, text });
  }
  return {
    address: address.value,
    gateway: gateway?.value ?? null,
    dns: dns?.value ?? (gateway === undefined ? [] : [gateway.value]),
    interface: port?.value ?? null,
    where: address.where,
  };
}

function capped(messages: Message[]): Message[] {
  if (messages.length <= MAX_MESSAGES) return messages;
  const order = { error: 0, warning: 1, info: 2 };
  const kept = messages.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, MAX_MESSAGES - 1);
  const more = messages.length - kept.length;
  return [...kept, { level: 'info', where: 'config', text: `${more} more messages are not shown` }];
}
