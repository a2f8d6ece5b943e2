/** What every text from outside goes through before it is kept, logged or shown. */

/** Longest text the snapshot carries (`text` in snapshot.ts). */
export const MAX_TEXT = 400;

/** Escape sequences as ECMA-48 forms them (CSI, then strings such as window titles, then two-character ones). */
const ESCAPE_SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]/g;

/** Marks that nobody sees and that reorder or hide text: bidi controls, zero-width characters, tags, lone surrogates. */
export const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\u{e0000}-\u{e0fff}\p{Surrogate}]|[\ufe00-\ufe0f]|\u034f/gu;

/**
 * Makes a text from outside safe for a terminal and for the snapshot: no control characters, escape
 * sequences, bidi or zero-width marks; white space collapsed to single blanks; at most `max` UTF-16 units,
 * the last of them `…` where something was cut.
 */
export function cleanText(text: string, max: number): string {
  const clean = text
    .slice(0, max * 8)
    .replace(ESCAPE_SEQUENCES, '')
    .replace(INVISIBLE, '')
    .replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .trim();
  if (clean.length <= max) return clean;
  return `${clean.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Shorter ones are in every other word, and hide nothing. */
const SHORTEST_SECRET = 4;

/** `text` with every one of `secrets` blotted out, as far as they are long enough to be secrets. */
export function blotOut(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, '****'), text);
}
