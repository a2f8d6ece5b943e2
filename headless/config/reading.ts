/** What one file, or the kernel command line, says: the same shape for all forms of config. Pure. */

import type { Message } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import type { Address } from './address.ts';
import { type Key, POOL_KEYS, type PoolKey, type RigKey, SPELLINGS } from './keys.ts';
import { whyNever } from './never-a-stack.ts';
import { isNamePlaceholder } from './placeholder.ts';
import { readPlaces } from './pool-line.ts';
import { isStillToFillIn } from './pool-user.ts';
import { hushed, quote } from './quote.ts';
import { readValue, type Values } from './schema.ts';
import { hasUnknownVariable, isOwnName, unknownVariable } from './variables.ts';

/** A value and the place it was read from, as in `rigforge.conf line 4`. */
export interface Found<T> {
  value: T;
  where: string;
}

/** What is set for a pool beside its address. */
export type PoolOptions = { [K in PoolKey]?: Found<Values[K]> } & {
  /** Set where a proxy was wanted and cannot be read: going there without it would show the owner's address to the pool. */
  leaveOut?: Found<true>;
  /** Set where a user was written that cannot be used: nobody is told to write one. */
  wrongUser?: Found<true>;
  /** Set where that is a word in its place. */
  unfilled?: Found<true>;
  /** The worker's name beside the user, as XMRig has it. */
  rigId?: Found<string>;
  /** Set where it is no Monero pool: another coin's, or a node. */
  never?: Found<true>;
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
  /** True where pools were written, also when none of them can be used: what is said beside them is meant for no others. */
  namesPools: boolean;
  /** What stands above the first pool: it is meant for all of them. */
  common: PoolOptions;
  rig: RigSettings;
  messages: Message[];
}

/** More pools than anybody has; what comes after them, and after so many messages, is not worth the time. */
const MAX_POOLS = 32;
const MAX_MESSAGES = 1000;
/** The gravest 20 of all files are shown: that one of those behind so many is among them, with its hint, is not worth the time. */
const MAX_HINTED = 100;
/** Of other programs, in one message. */
const MAX_WORDS = 12;

/** Longer values are nobody's; reading them would take as long as the rig should be mining. In characters. */
export const MAX_VALUE_LENGTH = 2000;

/** Collects the entries of one source in their order. */
export interface Collector {
  reading: Reading;
  /** Takes `KEY=VALUE`; an empty value sets nothing. `shown` is the key as the owner spelt it. */
  set(key: Key, text: string, where: string, shown: string): void;
  /** Takes an address on a line of its own. */
  bare(text: string, where: string): void;
  /** Sets something of the pools of the last pool line, or of all where none was written yet. */
  option<K extends keyof PoolOptions>(key: K, found: NonNullable<PoolOptions[K]>, shown: string): void;
  /** The port of the last pool line, where that has none of its own. */
  port(text: string, where: string, shown: string): void;
  /** The worker's name that XMRig sends beside the user: the first one is the rig's name as well. */
  rigId(text: string, where: string, shown: string): void;
  say(level: Message['level'], where: string, text: string): void;
  /** True while what is said may be shown, and a hint is worth its time. */
  isBrief(): boolean;
  /** Notes a word of another program: read as our key, or known and not used (null). */
  foreign(shown: string, as: Key | null): void;
  /** All that was collected, with one note each on the words of other programs; `file` is where that was. */
  finish(file: string): Reading;
}

/** An empty reading and the functions that fill it. A value that cannot be read leaves a message and nothing else. */
export function createCollector(): Collector {
  const reading: Reading = { pools: [], namesPools: false, common: {}, rig: {}, messages: [] };
  /** The pools of the last pool line: what follows is meant for them. */
  let group: ReadPool[] = [];
  const words = new Map<string, Key | null>();

  const isBrief = () => reading.messages.length < MAX_HINTED;
  const say: Collector['say'] = (level, where, text) => {
    if (reading.messages.length >= MAX_MESSAGES) return;
    reading.messages.push({ level, where: cleanText(where, 100), text: cleanText(hushed(text), 300) });
  };

  const pools = (text: string, where: string, shown: string, bare: boolean) => {
    const added: ReadPool[] = [];
    for (const place of readPlaces(text).slice(0, MAX_POOLS)) {
      if ('error' in place) say('error', where, `${shown}${place.error}`);
      else added.push({ address: place.value, where, bare, options: {} });
      if ('note' in place && place.note) say('info', where, `${shown}${place.note}`);
    }
    reading.namesPools = true;
    reading.pools.push(...added.slice(0, MAX_POOLS - reading.pools.length));
    // Even when the address is broken: a password below it must not go to the pool above it.
    group = added;
  };

  const option = (
    key: keyof PoolOptions,
    found: Found<unknown>,
    shown: string,
    onlyIfUnset = false,
  ): void => {
    const owners = reading.namesPools ? group.map((pool) => pool.options) : [reading.common];
    for (const [index, options] of owners.entries()) {
      if (onlyIfUnset && options[key] !== undefined) continue;
      // The last word on a proxy counts, also where it cannot be read.
      if (key === 'socks5') delete options.leaveOut;
      if (key === 'leaveOut') delete options.socks5;
      if (index === 0) noteRepeat(options[key], found, shown);
      Object.assign(options, { [key]: found });
    }
  };

  const noteRepeat = (before: Found<unknown> | undefined, now: Found<unknown>, shown: string): void => {
    if (before === undefined || sameValue(before.value, now.value) || before.where === now.where) return;
    say('info', now.where, `${shown} is set again here and counts; ${before.where} does not`);
  };

  const wrong = (key: Key, error: string, where: string, shown: string) => {
    const pools = key === 'socks5' ? '; the pools it is for are left out' : '';
    say('error', where, `${shown}: ${error}${pools}`);
    if (key === 'socks5') option('leaveOut', { value: true, where }, shown);
    if (key === 'user') option('wrongUser', { value: true, where }, shown);
    // A certificate that cannot be checked still means that TLS was wanted.
    if (key === 'fingerprint') option('tls', { value: true, where }, shown, true);
  };

  const set: Collector['set'] = (key, raw, where, shown) => {
    const text = raw.slice(0, MAX_VALUE_LENGTH).trim();
    if (text === '') return;
    if (key === 'pool') return pools(text, where, `${shown}: `, false);
    const result = readValue(key, text);
    if ('error' in result) {
      if (key === 'user' && isStillToFillIn(text)) option('unfilled', { value: true, where }, shown);
      return wrong(key, result.error, where, shown);
    }
    const found = { value: result.value, where };
    const never = key === 'socks5' ? whyNever((result.value as Values['socks5']).host, 'proxy') : null;
    if (never !== null) return wrong(key, never, where, shown);
    if (isPoolKey(key)) {
      if (key === 'pass' && hasUnknownVariable(text)) say('info', where, `${shown}: ${UNKNOWN_VARIABLE}`);
      return option(key, found, shown);
    }
    // A name that each rig makes for itself is what a rig has without one.
    if (key === 'label' && result.value === '') return;
    if (key === 'label' && result.value !== text && result.value !== text.toLowerCase()) {
      say(
        'info',
        where,
        `${shown}: a label has a-z, 0-9 and - only, so "${cleanText(text, 60)}" becomes ${result.value}`,
      );
    }
    noteRepeat(reading.rig[key], found, shown);
    Object.assign(reading.rig, { [key]: found });
  };

  return {
    reading,
    say,
    isBrief,
    set,
    option,
    bare: (text, where) => pools(text, where, '', true),
    port: (text, where, shown) => {
      const result = readValue('pool', `port:${text.trim()}`);
      if ('error' in result) return say('error', where, `${shown}: ${result.error}`);
      if (!reading.namesPools)
        return say('warning', where, `${shown} does not count without a pool above it; write pool=host:port`);
      for (const { address } of group)
        if (!address.portGiven) Object.assign(address, { port: result.value.port, portGiven: true });
    },
    foreign: (shown, as) => void words.set(cleanText(shown, 40), as),
    finish: (file) => {
      const read = [...words].flatMap(([word, as]) => (as === null ? [] : `${word} as ${SPELLINGS[as][0]}`));
      const unused = [...words].flatMap(([word, as]) => (as === null ? word : []));
      if (read.length > 0) say('info', file, `words of other programs are read as ours: ${listed(read)}`);
      if (unused.length > 0) say('info', file, `accepted, but not used by the image: ${listed(unused)}`);
      reading.pools = reading.pools.filter(({ options }) => !options.never && !reading.common.never);
      return reading;
    },
    rigId: (text, where, shown) => {
      // A label with blanks is made one, so a name is as well.
      const name = text.trim().replace(/\s+/g, '-');
      if (name === '' || isOwnName(name)) return;
      if (!isPoolName(name))
        return say('warning', where, `${shown}: "${quote(name)}" is not a name for a worker`);
      option('rigId', { value: name, where }, shown);
      if (reading.rig.label === undefined) set('label', name, where, shown);
    },
  };
}

/** What a pool may be told as the name of a worker. */
function isPoolName(name: string): boolean {
  return /^[\x21-\x7e]{1,100}$/.test(name) && !isNamePlaceholder(name) && unknownVariable(name) === null;
}

/** As many as fit into a message. */
function listed(words: string[]): string {
  const shown = words.slice(0, MAX_WORDS);
  const more = words.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

const UNKNOWN_VARIABLE = 'it has a variable in it that this rig does not know, and is sent as it is written';

/** True for equal values, lists among them. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isPoolKey(key: Key): key is PoolKey {
  return (POOL_KEYS as readonly string[]).includes(key);
}
