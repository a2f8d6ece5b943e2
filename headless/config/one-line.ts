/** Several settings in one line, as they stand before a command of a shell, or as somebody wrote them down. Pure. */
import { readAddress } from './address.ts';
import { foreignWord } from './foreign-words.ts';
import { keyOf } from './keys.ts';
import { isKnownWord } from './words.ts';

/** A word before `=` or `:`, at the beginning or behind a blank or a comma. */
const KEY = /(?<=^|[\s,;{])(?:(?:export|set|-e)\s+)?["']?-{0,2}([A-Za-z_][\w.-]*)["']?\s*([=:])(?!\/\/)\s*/g;
/** A program that the settings are for. */
const COMMAND = /\s+(?:\.{0,2}\/|(?:bash|sh|exec|sudo|nohup|docker|xmrig)\s).*$/s;

interface Place {
  spelling: string;
  /** Where the key begins, and where its value does. */
  from: number;
  value: number;
}

/** The settings in their order; none where it is one setting. */
export function settingsIn(text: string): [spelling: string, value: string][] {
  const places = keysIn(text);
  const [first, ...others] = places;
  const before = text.slice(0, first?.from ?? 0).replace(/[\s,;{]+$/, '');
  if (first === undefined || (before === '' && others.length === 0)) return [];
  if (before !== '' && !isPlace(before)) return [];
  const settings = places.map(({ spelling, value }, index): [string, string] => {
    const next = places[index + 1];
    const raw = text.slice(value, next?.from).replace(/[\s,;]+$/, '');
    return [spelling, next === undefined ? raw.replace(COMMAND, '') : raw];
  });
  return before === '' ? settings : [['pool', before], ...settings];
}

function keysIn(text: string): Place[] {
  // What stands in quotes is a value, but where a key is in them.
  const bare = text.replace(/(?:"[^"]*"|'[^']*')(\s*[=:])?/g, (quoted, sign) =>
    sign === undefined ? '"'.repeat(quoted.length) : quoted,
  );
  const places: Place[] = [];
  for (const match of bare.matchAll(KEY)) {
    const [whole, written = '', sign = ''] = match;
    const spelling = written.replace(/^rigforge\./i, '');
    const last = places.at(-1);
    // Pools have passwords such as `c=XMR,worker=rig`.
    const isInPassword =
      last !== undefined && keyOf(last.spelling) === 'pass' && !/\s/.test(text[match.index - 1] ?? '');
    // A host may be called as a key is: `a.lan, server:3333`.
    const isHost =
      sign === ':' &&
      whole.endsWith(':') &&
      meansPool(spelling) &&
      /^\d/.test(text.slice(match.index + whole.length));
    if (isKnownWord(spelling) && !isInPassword && !isHost)
      places.push({ spelling, from: match.index, value: match.index + whole.length });
  }
  return places;
}

function meansPool(spelling: string): boolean {
  const word = foreignWord(spelling);
  return keyOf(spelling) === 'pool' || (word?.is === 'ours' && word.key === 'pool');
}

/** An address that options stand behind. */
function isPlace(text: string): boolean {
  return /[.:]/.test(text) && 'host' in readAddress(text);
}
