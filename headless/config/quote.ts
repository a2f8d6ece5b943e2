/**
 * What an owner wrote, for a message. People put passwords where they do not belong, so no more is repeated than what shows which
 * word is meant. Pure.
 */
import { cleanText } from '../text.ts';
import { soundsSecret } from './keys.ts';

/** The first word of a value; what stands behind it may be anything. */
export function quote(text: string): string {
  const [first = '', ...more] = text.trim().split(/[\s,;]+/);
  return shortened(hushed(first), more.length > 0);
}

/** The host that an address begins with, and its port where that is a number; user and password go on behind those. */
export function quotePlace(text: string): string {
  const [shown = ''] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[^\s\]@]*\]?|[^\s,;:@=]*)(?::\d+(?![^\s,;/]))?/i.exec(text.trim()) ??
    [];
  return shortened(hushed(shown), shown !== text.trim());
}

/** A text whose every word is known to be harmless. */
export function quoteWhole(text: string): string {
  return cleanText(text, MAX_QUOTE);
}

/** The first word of a line that is not understood, or the word for such a line where it may be a secret. */
export function shownText(text: string): string {
  return soundsSecret(text) ? 'this line' : `"${quotePlace(text)}"`;
}

/** What stands behind a word for a secret is one, also where somebody put several settings into one line. */
export function hushed(text: string): string {
  return text.replace(/((?:pass\w*|pwd|token|secret)["']?[=:])(?!\.\.\.)[^\s"']+/gi, '$1****');
}

const MAX_QUOTE = 60;

function shortened(text: string, isCut: boolean): string {
  const shown = cleanText(text, MAX_QUOTE);
  return isCut && !shown.endsWith('…') ? `${shown}…` : shown;
}
