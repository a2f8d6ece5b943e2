/** A miner's command line, as pools print it and people paste it. Pure. */
import { SOLO } from './address.ts';
import { isMonero } from './foreign-words.ts';
import type { Key } from './keys.ts';
import type { Collector } from './reading.ts';
import { quote } from './values.ts';

/** Miners of RandomX, as their programs are called. */
const PROGRAM =
  /(?:^|[\s"'`/\\])(?:xmrig(?:-mo|-notls|-proxy|cc)?|xmr-stak(?:-rx)?|srbminer(?:-multi)?|minerd|cpuminer)(?:\.exe)?["'`]?\s+(-.*)$/i;
/** The same without the program's name: `-o pool:3333 -u 4...`. */
const OPTIONS_ALONE = /^(-(?:o|-url|-pool)[\s=].*)$/;

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
  return PROGRAM.test(text) || OPTIONS_ALONE.test(text);
}

/** Reads a line that starts a miner as the settings it gives to that; false for any other line. */
export function readMinerCommand(text: string, where: string, collector: Collector): boolean {
  const options = PROGRAM.exec(text)?.[1] ?? OPTIONS_ALONE.exec(text)?.[1];
  if (options === undefined) return false;
  const words = (options.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replace(/["']/g, ''),
  );
  const given = pairs(words);
  const other = given.find(({ meaning, value }) => meaning === 'coin' && !isMonero(value));
  if (other !== undefined) {
    const what = `"${quote(other.value)}" is not Monero, which is all that this image mines`;
    collector.say('warning', where, `${other.name}: ${what}; this command line is left out`);
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
