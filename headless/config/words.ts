/** One `KEY=VALUE` of an owner's file, whoever's key it is. Pure. */
import { SOLO } from './address.ts';
import { type ForeignWord, foreignWord, isMonero } from './foreign-words.ts';
import { isRigForgeOnly, keyOf, soundsSecret, suggestion } from './keys.ts';
import { quote } from './quote.ts';
import type { Collector } from './reading.ts';
import { readWallet } from './wallet.ts';

/** True for a word that this rig or another program has for a setting. */
export function isKnownWord(spelling: string): boolean {
  return keyOf(spelling) !== null || isRigForgeOnly(spelling) || foreignWord(spelling) !== null;
}

/** An unknown key for a message; nothing where a key stands behind it: somebody wrote the two the wrong way round. */
export function shownKey(spelling: string, text: string): string {
  return isKnownWord(text) || soundsSecret(text) ? '' : ` "${quote(spelling)}"`;
}

/** Takes one setting; `extra` are keys that are valid there beside ours, for the hint. A key that is `unsure` is not repeated. */
export function takeWord(
  spelling: string,
  text: string,
  where: string,
  collector: Collector,
  { extra = [], unsure = false }: { extra?: string[]; unsure?: boolean } = {},
): void {
  const key = keyOf(spelling);
  const word = foreignWord(spelling);
  if (key === 'address' && isWallet(text)) {
    collector.foreign(spelling, 'user');
    collector.set('user', text, where, spelling);
  } else if (key !== null) {
    collector.set(key, text, where, spelling);
  } else if (isRigForgeOnly(spelling) || word?.is === 'unused') {
    collector.foreign(spelling, null);
  } else if (word === null) {
    // To look for what was meant takes longer than to read.
    const hint = collector.isBrief() ? `; ${suggestion(spelling, { extra })}` : '';
    collector.say('warning', where, `unknown key${unsure ? '' : shownKey(spelling, text)}${hint}`);
  } else if (text.trim() !== '') {
    takeForeign(word, { spelling, text, where }, collector);
  }
}

function takeForeign(
  word: ForeignWord,
  { spelling, text, where }: { spelling: string; text: string; where: string },
  collector: Collector,
): void {
  if (word.is === 'ours' && /^rig[-_]id$/i.test(spelling) && /^\d+$/.test(text.trim())) {
    // HiveOS counts its rigs; the name has a key of its own there.
    collector.foreign(spelling, null);
  } else if (word.is === 'ours') {
    collector.foreign(spelling, word.key);
    collector.set(word.key, text, where, spelling);
  } else if (word.is === 'port') {
    collector.port(text, where, spelling);
  } else if (word.is === 'coin' && !isMonero(text)) {
    otherCoin(spelling, text, where, collector);
  } else if (word.is === 'daemon' && /^(?:true|yes|on|1)$/i.test(text.trim())) {
    solo(where, collector);
  }
}

function otherCoin(spelling: string, text: string, where: string, collector: Collector): void {
  collector.say(
    'warning',
    where,
    `${spelling}: "${quote(text)}" is not Monero, which is all that this image mines; the pools it is for are left out`,
  );
  collector.option('never', { value: true, where }, spelling);
}

function solo(where: string, collector: Collector): void {
  collector.say('warning', where, `${SOLO}; this pool is left out`);
  collector.option('never', { value: true, where }, 'daemon');
}

function isWallet(text: string): boolean {
  const wallet = readWallet(text.trim());
  return wallet !== null && 'kind' in wallet;
}
