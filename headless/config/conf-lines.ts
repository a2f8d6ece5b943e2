import { readAddress } from './address.ts';
import { isRigForgeOnly, keyOf, suggestion } from './keys.ts';
import { type Collector, createCollector, MAX_VALUE_LENGTH, type Reading, shownText } from './reading.ts';

/** More lines than any config has; the rest of a wrong file is not worth reading. */
const MAX_LINES = 2000;

/**
 * Reads `KEY=VALUE` lines and addresses on lines of their own. A line that is not understood leaves a message
 * and takes nothing else with it. Pool options stand below their pool; above the first pool they are for all.
 */
export function readConfLines(text: string, file: string): Reading {
  const collector = createCollector();
  const lines = text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .slice(0, MAX_LINES)
    .map((raw, index) => ({ text: readable(raw), where: `${file} line ${index + 1}` }))
    .filter((line) => line.text !== '' && !/^\[[^\]:]*\]$/.test(line.text));
  const bareWords = lines.filter(
    (line) => !line.text.includes('=') && keyedByColon(line.text) === null,
  ).length;
  for (const line of lines) readLine(line, bareWords === 1, collector);
  return collector.reading;
}

function readLine(line: { text: string; where: string }, onlyOne: boolean, collector: Collector): void {
  const { text, where } = line;
  const keyed = /^(?:export\s+|set\s+)?["']?([\w.-]+)["']?\s*=(.*)$/i.exec(text) ?? keyedByColon(text);
  const word = unquoted(text);
  const key = keyOf(word);
  const address = readAddress(word);
  // A lone word may be a host name; one of many words in a file is more likely a note to oneself.
  const looksMeant = /[.:[\]]/.test(word) || onlyOne;
  if (keyed !== null) readKeyed(keyed[1] ?? '', keyed[2] ?? '', where, collector);
  else if (key === 'tls') collector.set('tls', 'yes', where, word);
  else if (key !== null) collector.say('error', where, `${word} has no value; write ${word}=...`);
  else if (looksMeant && ('host' in address || LIKE_AN_ADDRESS.test(word))) collector.bare(word, where);
  else collector.say('warning', where, `${shownText(text)} is not understood; ${EXAMPLE}`);
}

const EXAMPLE = 'write KEY=VALUE, for example pool=pithead.local';

/** Meant as an address, though a wrong one: the message then says what is wrong with it. */
const LIKE_AN_ADDRESS = /^[^\s=]+:\S*$|^\[|^[\d.,]+$/;

function readKeyed(spelling: string, raw: string, where: string, collector: Collector): void {
  const shown = spelling.replace(/^rigforge\./i, '');
  const key = keyOf(shown);
  if (key !== null) collector.set(key, unquoted(raw), where, shown);
  else if (isRigForgeOnly(shown)) collector.say('info', where, `${shown} is not used by the image`);
  else collector.say('warning', where, `unknown key "${shown}"; ${suggestion(shown)}`);
}

/** `key: value`, for known keys only and not where the value is a port: `pool:3333` is a host called pool. */
function keyedByColon(text: string): RegExpExecArray | null {
  const match = /^["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(text);
  if (match === null || keyOf(match[1] ?? '') === null) return null;
  return /^\d+$/.test(match[2] ?? '') && /^[^:]*:\d/.test(text) && keyOf(match[1] ?? '') === 'pool'
    ? null
    : match;
}

/** Without its comment; of a line that no person wrote, as much as is worth reading. */
function readable(line: string): string {
  return withoutComment(line.slice(0, MAX_VALUE_LENGTH));
}

/** Comments begin with `#`, `;` or `//`, at the start of a line or after a blank. */
function withoutComment(line: string): string {
  return line.replace(/(^|\s)(?:#|;|\/\/).*$/, '').trim();
}

/** Quotes around a value, and the comma or semicolon of other languages behind it. */
function unquoted(text: string): string {
  const bare = text.trim().replace(/[,;\s]+$/, '');
  const match = /^(["'`])(.*)\1$/.exec(bare);
  return (match?.[2] ?? bare.replace(/^["'`]|["'`]$/g, '')).trim();
}
