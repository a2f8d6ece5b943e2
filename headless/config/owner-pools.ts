/** Where the owner wants to mine: the pools of all places, which of them count, and what to say of the others. Pure. */
import { formatEndpoint } from '../endpoint.ts';
import type { Message } from '../snapshot.ts';
import { COMMAND_LINE } from './command-line.ts';
import { POOL_KEYS, SPELLINGS } from './keys.ts';
import type { PoolSetting } from './model.ts';
import { settingsOf } from './pool-settings.ts';
import type { Reading, ReadPool } from './reading.ts';
import { hashPools, REMEMBERED_FILE, type Remembered } from './remembered.ts';

interface Sources {
  /** Of the command line, strongest first. */
  cmdline: Reading[];
  /** Of the config files on the stick, strongest first. */
  files: Reading[];
  remembered: Remembered | null;
  laptop: boolean;
}

/**
 * The command line beats the stick. On the stick a remembered choice counts until the pools in the files are others than they were
 * when it was made. Adds to `messages` what does not count, with its place.
 */
export function readPools(
  { cmdline, files, remembered, laptop }: Sources,
  messages: Message[],
): { pools: PoolSetting[]; poolsHash: string } {
  const cmdlineLists = usable(
    cmdline.map((reading) => reading.pools),
    (pools) => settingsOf(pools, { readings: cmdline, source: 'cmdline', laptop }, messages),
  );
  const keyed = files.map((reading) => reading.pools.filter((pool) => !pool.bare));
  const bare = files.map((reading) => reading.pools.filter((pool) => pool.bare));
  const lists = usable([...keyed, ...bare], (pools) =>
    settingsOf(pools, { readings: files, source: 'stick', laptop }, messages),
  );
  const [fromCmdline, fromFiles] = [cmdlineLists[0] ?? [], lists[0] ?? []];
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

/** The lists that leave somewhere to mine; what can never work is as if it were not there. */
function usable(lists: ReadPool[][], read: (pools: ReadPool[]) => PoolSetting[]): PoolSetting[][] {
  return lists.map(read).filter((pools) => pools.length > 0);
}

function poolConflicts(lists: PoolSetting[][]): Message[] {
  const [first, ...rest] = lists;
  if (first === undefined) return [];
  const spelt = (pools: PoolSetting[]) => pools.map(({ host, port }) => `${host}:${port}`).join();
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
