/** A pool and all that is said for it in one place or another, put together. Pure. */
import type { Message } from '../snapshot.ts';
import type { PoolSetting } from './model.ts';
import { whyItself, whyOutOfReach } from './never-a-stack.ts';
import { isWalletWord } from './placeholder.ts';
import { stillToFillIn } from './pool-user.ts';
import { isPublic } from './public-pool.ts';
import type { PoolOptions, Reading, ReadPool } from './reading.ts';

interface From {
  /** All of the same strength as a whole: the files, or the command line. Strongest first. */
  readings: Reading[];
  source: PoolSetting['source'];
  /** On a laptop a proxy may run beside the engine; on a rig nothing does. */
  laptop: boolean;
}

/**
 * Gives each pool its options: its own, over those that files without a pool of their own say for all. What can never be reached is
 * left out; `messages` get that, and words that stand in place of a wallet.
 */
export function settingsOf(
  pools: ReadPool[],
  { readings, source, laptop }: From,
  messages: Message[],
): PoolSetting[] {
  return pools.flatMap((pool) => {
    const say = ({ where }: { where: string }, text: string) => {
      if (!messages.some((said) => said.where === where && said.text === text))
        messages.push({ level: 'error', where, text });
    };
    const options = withoutWords(pool, optionsOf(pool, readings), say);
    const { socks5 } = options;
    const why = socks5 === undefined ? whyOutOfReach(pool.address.host) : null;
    const whyProxy = socks5 === undefined || laptop ? null : whyItself(socks5.value.host, 'proxy');
    if (options.leaveOut !== undefined) return [];
    if (why !== null) say(pool, why);
    if (socks5 !== undefined && whyProxy !== null)
      say(socks5, `${whyProxy}; the pools it is for are left out`);
    return why === null && whyProxy === null ? [settingOf(pool, options, source)] : [];
  });
}

function optionsOf(pool: ReadPool, readings: Reading[]): PoolOptions {
  const own = readings.findIndex((reading) => reading.pools.includes(pool));
  const common = (some: Reading[]) => some.toReversed().map((reading) => reading.common);
  const general = (some: Reading[]) => common(some.filter((reading) => !reading.namesPools));
  return [
    ...general(readings.slice(own + 1)),
    ...common(readings.slice(own, own + 1)),
    pool.options,
    ...general(readings.slice(0, own)),
  ].reduce(over, {});
}

/** A user that was refused is not replaced by one that stands above it for all, nor is a proxy. */
function over(below: PoolOptions, layer: PoolOptions): PoolOptions {
  const kept = { ...below };
  if (layer.user ?? layer.wrongUser) {
    delete kept.user;
    delete kept.wrongUser;
    delete kept.unfilled;
  }
  if (layer.socks5 ?? layer.leaveOut) {
    delete kept.socks5;
    delete kept.leaveOut;
  }
  return { ...kept, ...layer };
}

/** `WALLET` is a name like any other at a stack of one's own, and earns nothing anywhere else. */
function withoutWords(
  { address }: ReadPool,
  options: PoolOptions,
  say: (found: { where: string }, text: string) => void,
): PoolOptions {
  const { user, ...others } = options;
  if (user === undefined || !isWalletWord(user.value) || !isPublic(address.host, null)) return options;
  say(user, `user: ${stillToFillIn(user.value)}`);
  const found = { value: true as const, where: user.where };
  return { ...others, wrongUser: found, unfilled: found };
}

function settingOf(
  { address, where }: ReadPool,
  options: PoolOptions,
  source: PoolSetting['source'],
): PoolSetting {
  const fingerprint = options.fingerprint?.value ?? null;
  const noUser = options.user === undefined;
  return {
    host: address.host,
    port: address.port,
    user: options.user?.value ?? null,
    password: options.pass?.value ?? null,
    // A fingerprint says who the pool is, and only TLS can prove it.
    tls: fingerprint !== null || (options.tls?.value ?? address.tls),
    ...(fingerprint === null && options.tls === undefined && !address.tls ? { tlsUnsaid: true } : {}),
    fingerprint,
    socks5: options.socks5?.value ?? null,
    ...(noUser && options.wrongUser ? { wrongUser: true } : {}),
    ...(noUser && options.unfilled ? { unfilled: true } : {}),
    ...(options.rigId === undefined ? {} : { rigId: options.rigId.value }),
    ...(options.keepalive === undefined ? {} : { keepalive: options.keepalive.value }),
    source,
    where,
  };
}
