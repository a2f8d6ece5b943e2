/** A miner's command line, as pools print it and people paste it. Pure. */
import { SOLO } from './address.ts';
import { isMonero } from './foreign-words.ts';
import type { Key } from './keys.ts';
import { quote } from './quote.ts';
import type { Collector } from './reading.ts';

/** Miners of RandomX, as their programs are called. */
const PROGRAM =
  /(?:^|[\s"'`/\\])(?:xmrig(?:-mo|-notls|-proxy|cc)?|xmr-stak(?:-rx)?|srbminer(?:-multi)?|minerd|cpuminer)(?:\.exe)?["'`]?\s+(-.*)$/i;

/** XMRig's options (`src/base/kernel/config/BaseTransform.cpp`) that mean something here, and how other miners spell them. */
const OPTIONS: Record<string, Meaning> = {
  '-o': 'pool',
  '--url': 'pool',
  '--pool': 'pool',
  '-u': 'user',
  '--user': 'user',
  '--wallet': 'user',
  '-p': 'pass',
  '--pass': 'pass',
  '--password': 'pass',
  '-O': 'login',
  '--userpass': 'login',
  '--rig-id': 'rigId',
  '--tls': 'tls',
  '--tls-fingerprint': 'fingerprint',
  '-x': 'socks5',
  '--proxy': 'socks5',
  '-t': 'threads',
  '--threads': 'threads',
  '--donate-level': 'donation',
  '-a': 'coin',
  '--algo': 'coin',
  '--algorithm': 'coin',
  '--coin': 'coin',
  '--daemon': 'daemon',
};
/** Those that stand alone. */
const SWITCHES = ['--tls', '--daemon'];

/** True for a line that starts a miner. */
export function isMinerCommand(text: string): boolean {
  return PROGRAM.test(text) || isOptionsAlone(text);
}

/** The same without the program's name, or one option of it: `-o pool:3333 -u 4...`. */
function isOptionsAlone(text: string): boolean {
  const [, name = ''] = /^(--?[a-z][\w-]*)(?:[\s=]|$)/i.exec(text) ?? [];
  return Object.hasOwn(OPTIONS, name);
}

/** Reads a line that starts a miner as the settings it gives to that; false for any other line. */
export function readMinerCommand(text: string, where: string, collector: Collector): boolean {
  const command = PROGRAM.exec(text)?.[1];
  if (command === undefined && !isOptionsAlone(text)) return false;
  const options = command ?? text;
  const words = (options.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replace(/["']/g, ''),
  );
  const given = pairs(words);
  const other = given.find(({ meaning, value }) => meaning === 'coin' && !isMonero(value));
  if (other !== undefined) {
    const what = `"${quote(other.value)}" is not Monero, which is all that this image mines`;
    collector.say('warning', where, `${other.name}: ${what}; this command line is left out`);
    // An option on a line of its own is for the pool above it.
    if (command === undefined && !given.some(({ meaning }) => meaning === 'pool'))
      collector.option('never', { value: true, where }, other.name);
    return true;
  }
  const before = collector.reading.pools.length;
  const first = given.findIndex(({ meaning }) => meaning === 'pool');
  // What stands before the first pool is meant for that pool.
  const inOrder =
    first < 0
      ? given
      : [...given.slice(first, first + 1), ...given.slice(0, first), ...given.slice(first + 1)];
  for (const { meaning, value, name } of inOrder) take(meaning, value, { where, shown: name }, collector);
  // Options alone, one to a line.
  if (first < 0 && command === undefined) return true;
  if (first < 0)
    collector.say('warning', where, 'is the command line of a miner and names no pool; write pool=host:port');
  else if (collector.reading.pools.length > before && !given.some(({ meaning }) => meaning === 'daemon'))
    collector.say('info', where, 'is the command line of a miner: its pool and what belongs to it are used');
  return true;
}

type Meaning = Key | 'coin' | 'login' | 'daemon' | 'rigId';

/** The options that mean something here, with their values. */
function pairs(words: string[]): { meaning: Meaning; value: string; name: string }[] {
  const found: { meaning: Meaning; value: string; name: string }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [, name = '', glued] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    const meaning = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    // `-opool:3333`, as `getopt` takes it.
    const [, short = '', stuck = ''] = /^(-[oupOxta])([^=].*)$/s.exec(words[at] ?? '') ?? [];
    const shortMeaning = OPTIONS[short];
    if (meaning === undefined && shortMeaning !== undefined)
      found.push({ meaning: shortMeaning, value: stuck, name: short });
    if (meaning === undefined) continue;
    const value = SWITCHES.includes(name) ? (glued ?? 'yes') : (glued ?? words[++at] ?? '');
    found.push({ meaning, value, name });
  }
  return found;
}

function take(
  meaning: Meaning,
  value: string,
  { where, shown }: { where: string; shown: string },
  collector: Collector,
): void {
  if (meaning === 'login') {
    const [user = '', ...rest] = value.split(':');
    collector.set('user', user, where, shown);
    collector.set('pass', rest.join(':'), where, shown);
  } else if (meaning === 'rigId') {
    collector.rigId(value, where, shown);
  } else if (meaning === 'daemon') {
    collector.say('warning', where, `${shown}: ${SOLO}; the pool of this line is left out`);
    collector.option('never', { value: true, where }, shown);
  } else if (meaning !== 'coin') {
    collector.set(meaning, value, where, shown);
  }
}
