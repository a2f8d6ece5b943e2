import { readAddress } from './address.ts';
import { keyOf, soundsSecret } from './keys.ts';
import { isMinerCommand, readMinerCommand } from './miner-command.ts';
import { settingsIn } from './one-line.ts';
import { shownText } from './quote.ts';
import { type Collector, createCollector, MAX_VALUE_LENGTH, type Reading } from './reading.ts';
import { withVariables } from './shell-variables.ts';
import { readWallet } from './wallet.ts';
import { joinedLines, type Line } from './wallet-lines.ts';
import { isKnownWord, takeWord } from './words.ts';

/** More settings than any config has; the rest of a wrong file is not worth reading. */
const MAX_LINES = 2000;

/** Headings of INI files, brackets of other languages, and rules. */
const NOTHING = /^\[[^\]:]*\]$|^[{}[\]();,]+$|^[-=*_]{3,}$/;

/**
 * Reads `KEY=VALUE` lines and addresses on lines of their own. A line that is not understood leaves a message
 * and takes nothing else with it. Pool options stand below their pool; above the first pool they are for all.
 */
export function readConfLines(text: string, file: string): Reading {
  const collector = createCollector();
  const written = continued(text.split(/\r\n|[\r\n\u0085\u2028\u2029]/))
    .map(({ raw, line }) => ({ text: readable(raw), where: `${file} line ${line}` }))
    .filter((line) => line.text !== '' && !NOTHING.test(line.text));
  const lines = written.slice(0, MAX_LINES);
  const unread = written[MAX_LINES];
  if (unread !== undefined)
    collector.say('error', unread.where, `is not read, nor is what stands below: ${MAX_LINES} lines are`);
  const whole = withVariables(joinedLines(lines, collector));
  const bareWords = whole.filter(({ text }) => !text.includes('=') && keyedByColon(text) === null).length;
  const isScript = whole.some(({ text }) => isMinerCommand(text));
  for (const [index, line] of whole.entries()) {
    // Around a miner's command line stands what starts it.
    if (isScript && SHELL.test(line.text)) continue;
    const above = openKey(whole[index - 1]?.text ?? '');
    if (above !== null && isBare(line.text)) readBelow(above, line, collector);
    else readLine(line, bareWords === 1 && above === null, collector);
  }
  return collector.finish(file);
}

function readLine(line: Line, onlyOne: boolean, collector: Collector): void {
  const { text, where } = line;
  if (readMinerCommand(text, where, collector)) return;
  const keyed = keyedIn(text);
  const word = unquoted(text);
  const key = keyOf(word);
  const several = settingsIn(text);
  if (readMinerCommand(withOptions(text), where, collector)) return;
  if (several.length > 1) for (const [spelling, raw] of several) takeKeyed(spelling, raw, where, collector);
  else if (keyed !== null) takeKeyed(keyed[1] ?? '', keyed[2] ?? '', where, collector);
  else if (key === 'tls') collector.set('tls', 'yes', where, word);
  else if (key !== null) collector.say('error', where, `${word} has no value; write ${word}=...`);
  else if (readWallet(word) !== null) collector.say('error', where, WALLET);
  else if (isMeantAsPlace(word, onlyOne)) collector.bare(word, where);
  else collector.say('warning', where, `${shownText(text)} is not understood; ${EXAMPLE}`);
}

const SHELL =
  /^(?:@?echo\b|cd\b|pause$|exit\b|sleep\b|timeout\b|title\b|chmod\b|setlocal\b|goto\b|:\w+$|#!|if\b|fi$|then$|else$|do$|done$|while\b|sudo\s+(?:sysctl|modprobe)\b|sysctl\b)/i;

/** `pool=host -u user -p password` as the command line that it is the end of. */
function withOptions(text: string): string {
  const [, spelling = 'pool', place = '', options = ''] =
    /^(?:(\w+)\s*[=:]\s*)?([^\s=]+)\s+(--?[a-z][\w-]*[\s=].*)$/i.exec(text) ?? [];
  if (!isMinerCommand(options)) return '';
  // `command: -o host ...`, as a container is given it.
  if (/^[\w-]+:$/.test(place)) return options;
  return keyOf(spelling) === 'pool' && 'host' in readAddress(place) ? `-o ${place} ${options}` : '';
}

/** The word of a line that is a key and nothing else; what stands below it may be its value. */
function openKey(text: string): string | null {
  const keyed = keyedIn(text);
  const word = unquoted(keyed?.[1] ?? text);
  if (keyed !== null && unquoted(keyed[2] ?? '') !== '') return null;
  return keyOf(word) !== null || isKnownWord(word) || (soundsSecret(word) && !/\s/.test(word)) ? word : null;
}

function isBare(text: string): boolean {
  return keyedIn(text) === null && !isKnownWord(unquoted(text)) && !isMinerCommand(text);
}

/** Below a key without a value: a password that was broken off is neither repeated nor taken for a computer's name. */
function readBelow(key: string, line: Line, collector: Collector): void {
  const word = unquoted(line.text);
  const isPlace = !soundsSecret(key) && isMeantAsPlace(word, false);
  if (isPlace) collector.bare(word, line.where);
  else if (readWallet(word) !== null) collector.say('error', line.where, WALLET);
  else {
    const shown = isKnownWord(key) ? key : 'KEY';
    collector.say(
      'warning',
      line.where,
      `does not count below its key; write both in one line, ${shown}=...`,
    );
  }
}

const WALLET = 'is a wallet address and nothing else; write user= before it, below the line of its pool';

const EXAMPLE = 'write KEY=VALUE, for example pool=pithead.local';

function takeKeyed(spelling: string, raw: string, where: string, collector: Collector): void {
  // The word of YAML and JSON for nothing, which sets nothing.
  const value = /^\s*(?:null|~)[,;\s]*$/i.test(raw) ? '' : unquoted(raw);
  // What other languages open here goes on in the lines below.
  if (!/^[{[(]$/.test(value)) takeWord(spelling.replace(/^rigforge\./i, ''), value, where, collector);
}

/** Words that stand above things and are no computer's name. */
const HEADINGS =
  /^(?:my|the|rig|rigs|miner|mining|mine|monero|xmr|xmrig|rigforge|config|configuration|conf|setup|settings?|options?|general|main|default|defaults|pools?|stacks?|server|network|worker|user|notes?|todo|test|begin|end)$/i;
/** No stack listens below, but for the ports of the web that get through firewalls. */
const LEAST_PORT = 1000;

/**
 * An address, or meant as one: the message then says what is wrong with it. A word without a dot may be a host name where it is alone
 * in its file, or has a port that is one.
 */
function isMeantAsPlace(word: string, onlyOne: boolean): boolean {
  if (/^\[|^[\d.,:]+$|^[a-z][a-z0-9+.-]*:\/\//i.test(word)) return true;
  const address = readAddress(word);
  if ('host' in address && address.host.includes(':')) return true;
  const [, host = '', colon, behind = ''] = /^([^\s:]+)(?:\s*(:)\s*(\S*))?$/.exec(word) ?? [];
  if (/^[\d.]+$/.test(host)) return true;
  if (host.includes('.') && /\.[a-z][a-z0-9-]*$/i.test(host)) return colon !== undefined || 'host' in address;
  if ('error' in address) return /:.*:/.test(word) && !/\s/.test(word);
  if (colon === undefined) return onlyOne && !/\s/.test(word) && !HEADINGS.test(host);
  const port = Number(behind);
  return /^\d+$/.test(behind) && (port >= LEAST_PORT || port === 80 || port === 443);
}

/** Spelling and value of `key=value` or `key: value`. */
function keyedIn(text: string): RegExpExecArray | null {
  const assigned = /^(?:export\s+|set\s+|-e\s+)?["']?-{0,2}([\w.][\w.-]*)["']?\s*=(.*)$/i.exec(text);
  return assigned ?? keyedByColon(text);
}

/** `key: value`; not where the colon has a port behind it: `pool:3333` is a host called pool. */
function keyedByColon(text: string): RegExpExecArray | null {
  const match = /^["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(text);
  if (match === null) return null;
  const [, word = '', value = ''] = match;
  const isTight = /^[^:]*[^\s:]:\S/.test(text);
  if (/^\d+$/.test(value) && isTight && keyOf(word) === 'pool') return null;
  if (/^\/\//.test(value)) return null;
  if (isKnownWord(word)) return match;
  // What looks like a place keeps the blank that somebody put before its port.
  const looksLikePlace = /\.[a-z][a-z-]*$|^\d+(?:\.\d+){3}$/i.test(word) && /^\d*$/.test(value);
  if (looksLikePlace) return null;
  if (!isTight) return match;
  return /^\d+$/.test(value) || word.includes('.') || value.includes(':') ? null : match;
}

/** The lines with their numbers, of a line that no person wrote as much as is worth reading; a miner's command line that goes on below, after a `\\` or `^`, is one. */
function continued(raws: string[]): { raw: string; line: number }[] {
  const lines: { raw: string; line: number }[] = [];
  let isOpen = false;
  for (const [index, long] of raws.entries()) {
    const last = lines.at(-1);
    const raw = long.slice(0, MAX_VALUE_LENGTH).trimEnd();
    const text = /(?:^|\s)[\\^]$/.test(raw) ? raw.slice(0, -1).trimEnd() : raw;
    if (isOpen && last !== undefined) last.raw = `${last.raw} ${text.trim()}`.slice(0, MAX_VALUE_LENGTH);
    else lines.push({ raw: text, line: index + 1 });
    isOpen = text !== raw && (isOpen || isMinerCommand(`${text} -`));
  }
  return lines;
}

/** Without its comment and the dash of a list. */
function readable(line: string): string {
  return withoutComment(line).replace(/^-\s+(?=["']?[\w.-]+["']?\s*[:=])/, '');
}

/** Comments begin with `#`, `;` or `//`, at the start of a line or after a blank; `rem` and `::` begin those of batch files. */
function withoutComment(line: string): string {
  return line
    .replace(/^\s*(?:rem\s|::).*$/i, '')
    .replace(/(^|\s)(?:#|;|\/\/).*$/, '')
    .trim();
}

/** Quotes around a value, and the comma or semicolon of other languages behind it. */
function unquoted(text: string): string {
  const bare = text.trim().replace(/[,;\s]+$/, '');
  // A list in one line of YAML.
  const list = /^\[\s*([^[\]]*,[^[\]]*)\]$/.exec(bare)?.[1];
  if (list !== undefined) return list.replace(/["']/g, '').trim();
  const match = /^(["'`])(.*)\1$/.exec(bare);
  if (match !== null) return (match[2] ?? '').trim();
  // A quote that is missing at one end; a pair of backticks inside is a command of a shell.
  const isPair = bare.split('`').length === 3;
  return bare.replace(isPair ? /^["']|["']$/g : /^["'`]|["'`]$/g, '').trim();
}
