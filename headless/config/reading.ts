/** What one file, or the kernel command line, says: the same shape for all forms of config. Pure. */

import type { Message } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import type { Address } from './address.ts';
import { type Key, POOL_KEYS, type PoolKey, type RigKey, soundsSecret } from './keys.ts';
import { readValue, type Values } from './schema.ts';

/** A value and the place it was read from, as in `rigforge.conf line 4`. */
export interface Found<T> {
  value: T;
  where: string;
}

/** What is set for a pool beside its address. */
export type PoolOptions = { [K in PoolKey]?: Found<Values[K]> } & {
  /** Set where a proxy was wanted and cannot be read: going there without it would show the owner's address to the pool. */
  leaveOut?: Found<true>;
};

export interface ReadPool {
  address: Address;
  where: string;
  /** An address on a line of its own is the weakest form. */
  bare: boolean;
  options: PoolOptions;
}

/** What is set for the rig as a whole. */
export type RigSettings = { [K in RigKey]?: Found<Values[K]> };

export interface Reading {
  pools: ReadPool[];
  /** What stands above the first pool: it is meant for all of them. */
  common: PoolOptions;
  rig: RigSettings;
  messages: Message[];
}

/** More pools than anybody has; what comes after them, and after so many messages, is not worth the time. */
const MAX_POOLS = 32;
const MAX_MESSAGES = 1000;

/** Longer values are nobody's; reading them would take as long as the rig should be mining. In characters. */
export const MAX_VALUE_LENGTH = 2000;

/** Collects the entries of one source in their order. */
export interface Collector {
  reading: Reading;
  /** Takes `KEY=VALUE`; an empty value sets nothing. `shown` is the key as the owner spelt it. */
  set(key: Key, text: string, where: string, shown: string): void;
  /** Takes an address on a line of its own. */
  bare(text: string, where: string): void;
  say(level: Message['level'], where: string, text: string): void;
}

/** An empty reading and the functions that fill it. A value that cannot be read leaves a message and nothing else. */
export function createCollector(): Collector {
  const reading: Reading = { pools: [], common: {}, rig: {}, messages: [] };
  /** The pools of the last pool line: what follows is meant for them. */
  let group: ReadPool[] = [];

  const say: Collector['say'] = (level, where, text) => {
    if (reading.messages.length >= MAX_MESSAGES) return;
    reading.messages.push({ level, where: cleanText(where, 100), text: cleanText(text, 300) });
  };

  const pools = (text: string, where: string, shown: string, bare: boolean) => {
    // Four numbers with commas are a mistyped address, not a list.
    const parts = /^[\d\s]+(,[\d\s]+){3}$/.test(text) ? [text.replace(/\s/g, '')] : text.split(/[,;]/);
    const added: ReadPool[] = [];
    for (const part of parts.slice(0, MAX_POOLS).map((one) => one.trim())) {
      if (part === '') continue;
      const result = readValue('pool', part);
      if ('error' in result) say('error', where, `${shown}${result.error}`);
      else added.push({ address: result.value, where, bare, options: {} });
    }
    reading.pools.push(...added.slice(0, MAX_POOLS - reading.pools.length));
    // Even when the address is broken: a password below it must not go to the pool above it.
    group = added;
  };

  let poolLines = 0;
  return {
    reading,
    say,
    bare: (text, where) => {
      poolLines++;
      pools(text, where, '', true);
    },
    set: (key, raw, where, shown) => {
      const text = raw.slice(0, MAX_VALUE_LENGTH).trim();
      if (text === '') return;
      if (key === 'pool') {
        poolLines++;
        return pools(text, where, `${shown}: `, false);
      }
      const result = readValue(key, text);
      if ('error' in result) {
        const pools = key === 'socks5' ? '; the pools it is for are left out' : '';
        say('error', where, `${shown}: ${result.error}${pools}`);
        if (key === 'socks5') addPoolOption('leaveOut', { value: true, where }, shown);
        // A certificate that cannot be checked still means that TLS was wanted.
        if (key === 'fingerprint') addPoolOption('tls', { value: true, where }, shown, true);
        return;
      }
      const found = { value: result.value, where };
      if (isPoolKey(key)) return addPoolOption(key, found, shown);
      if (key === 'label' && result.value !== text && result.value !== text.toLowerCase()) {
        say(
          'info',
          where,
          `${shown}: a label has a-z, 0-9 and - only, so "${cleanText(text, 60)}" becomes ${result.value}`,
        );
      }
      noteRepeat(reading.rig[key], found, shown);
      Object.assign(reading.rig, { [key]: found });
    },
  };

  function addPoolOption(
    key: PoolKey | 'leaveOut',
    found: Found<unknown>,
    shown: string,
    onlyIfUnset = false,
  ): void {
    const owners = poolLines === 0 ? [reading.common] : group.map((pool) => pool.options);
    for (const [index, options] of owners.entries()) {
      if (onlyIfUnset && options[key] !== undefined) continue;
      if (index === 0) noteRepeat(options[key], found, shown);
      Object.assign(options, { [key]: found });
    }
  }

  function noteRepeat(before: Found<unknown> | undefined, now: Found<unknown>, shown: string): void {
    if (before === undefined || sameValue(before.value, now.value) || before.where === now.where) return;
    say('info', now.where, `${shown} is set again here and counts; ${before.where} does not`);
  }
}

/** True for equal values, lists among them. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isPoolKey(key: Key): key is PoolKey {
  return (POOL_KEYS as readonly string[]).includes(key);
}

/** What an owner wrote, for a message: cut, cleaned, and hidden where it may be a secret. */
export function shownText(text: string): string {
  return soundsSecret(text) ? 'this line' : `"${cleanText(text, 50)}"`;
}
