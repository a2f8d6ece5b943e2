/** Where the owner wants to mine: the pools of all places, which of them count, and what to say of the others. Pure. */
import { formatEndpoint } from '../endpoint.ts';
import type { Message } from '../snapshot.ts';
import { COMMAND_LINE } from './command-line.ts';
import { POOL_KEYS, SPELLINGS } from './keys.ts';
import type { PoolSetting } from './model.ts';
import type { PoolOptions, Reading, ReadPool } from './reading.ts';
import { hashPools, REMEMBERED_FILE, type Remembered } from './remembered.ts';

interface Sources {
  /** Of the command line, strongest first. */
  cmdline: Reading[];
  /** Of the config files on the stick, strongest first. */
  files: Reading[];
  remembered: Remembered | null;
}

/**
 * The command line beats the stick. On the stick a remembered choice counts until the pools in the files are others than they were
 * when it was made. Adds to `messages` what does not count, with its place.
 */
export function readPools(
  { cmdline, files, remembered }: Sources,
  messages: Message[],
): { pools: PoolSetting[]; poolsHash: string } {
  const cmdlineLists = cmdline.map((reading) => reading.pools).filter((pools) => pools.length > 0);
  const fromCmdline = pick(cmdlineLists[0] ?? [], cmdline, 'cmdline');
  const keyed = files.map((reading) => reading.pools.filter((pool) => !pool.bare));
  const bare = files.map((reading) => reading.pools.filter((pool) => pool.bare));
  const lists = [...keyed, ...bare].filter((pools) => pools.length > 0);
  const fromFiles = pick(lists[0] ?? [], files, 'stick');
  messages.push(...poolConflicts([...cmdlineLists, ...lists]));
  messages.push(...orphans(cmdline, fromCmdline), ...orphans(files, fromFiles));

  const poolsHash = hashPools(fromFiles);
  if (remembered === null) return { pools: fromCmdline.length > 0 ? fromCmdline : fromFiles, poolsHash };
  const place = formatEndpoint(remembered.pool.host, remembered.pool.port);
  const say = (text: string) => messages.push({ level: 'info', where: REMEMBERED_FILE, text });
  if (fromCmdline.length > 0) {
    say(`${place} is remembered, but the ${COMMAND_LINE} names a pool, which counts`);
    return { pools: fromCmdline, poolsHash };
  }
  if (remembered.poolsHash !== poolsHash) {
    say(`${place} was remembered before the pools in the config files were changed, so those count`);
    return { pools: fromFiles, poolsHash };
  }
  const [first] = fromFiles;
  if (first !== undefined) {
    say(`${place} was chosen at the rig and counts instead of ${first.where} until that is changed`);
  }
  return { pools: [{ ...remembered.pool, source: 'remembered', where: REMEMBERED_FILE }], poolsHash };
}

/** Says of a setting that another place beats it. */
export function conflict(what: string, counts: string, doesNot: string): Message {
  const where = counts === COMMAND_LINE ? `the ${counts}` : counts;
  return { level: 'info', where: doesNot, text: `${what} is set here and in ${where}; ${where} counts` };
}

/** Gives each pool its options: its own, over those that files without a pool of their own say for all. */
function pick(pools: ReadPool[], readings: Reading[], source: PoolSetting['source']): PoolSetting[] {
  const own = readings.find((reading) => pools.some((pool) => reading.pools.includes(pool)));
  const rank = own === undefined ? 0 : readings.indexOf(own);
  const general = (reading: Reading) => reading !== own && !reading.namesPools;
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
      ...(fingerprint === null && options.tls === undefined && !pool.address.tls ? { tlsUnsaid: true } : {}),
      fingerprint,
      socks5: options.socks5?.value ?? null,
      ...(options.user === undefined && options.wrongUser ? { wrongUser: true } : {}),
      ...(options.rigId === undefined ? {} : { rigId: options.rigId.value }),
      ...(options.keepalive === undefined ? {} : { keepalive: options.keepalive.value }),
      source,
      where: pool.where,
    };
    return options.leaveOut === undefined ? [setting] : [];
  });
}

function poolConflicts(lists: ReadPool[][]): Message[] {
  const [first, ...rest] = lists;
  if (first === undefined) return [];
  const spelt = (pools: ReadPool[]) => pools.map(({ address }) => `${address.host}:${address.port}`).join();
  return rest
    .filter((pools) => spelt(pools) !== spelt(first))
    .map((pools) => conflict('pool', first[0]?.where ?? '', pools[0]?.where ?? ''));
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
