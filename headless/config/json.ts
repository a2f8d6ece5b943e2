/** A JSON reader for people: knows the line of everything, forgives what editors and habits do, reads on after a mistake. */

export interface JsonMember {
  key: string;
  line: number;
  value: JsonNode;
}

export type JsonNode =
  | { kind: 'object'; line: number; members: JsonMember[] }
  | { kind: 'array'; line: number; items: JsonNode[] }
  /** `bare`: without quotes. */
  | { kind: 'value'; line: number; value: string | number | boolean | null; bare: boolean };

export interface JsonReading {
  root: JsonNode;
  /** What was not JSON, with its line; what surrounds it was read all the same. */
  mistakes: { line: number; text: string }[];
}

/** Blanks and comments, at one place of the text and no further on; comments may be long. */
const BLANK = /\s+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const MAX_DEPTH = 16;
const MAX_MISTAKES = 20;

/**
 * Reads JSON, also with comments, single quotes, bare words, commas too many or too few and brackets left open.
 * Always terminates: every step moves forward through the text. No mistake repeats a word that is not a key of `isKey`: it may be
 * a secret.
 */
export function readJson(text: string, isKey: (word: string) => boolean): JsonReading {
  const mistakes: JsonReading['mistakes'] = [];
  let at = 0;
  let line = 1;
  let endsEarly = false;

  const advance = (count: number) => {
    for (const end = Math.min(at + count, text.length); at < end; at++) if (text[at] === '\n') line++;
  };
  const mistake = (what: string) => {
    if (mistakes.length < MAX_MISTAKES) mistakes.push({ line, text: what });
  };
  const skipBlank = () => {
    for (;;) {
      BLANK.lastIndex = at;
      const blank = BLANK.exec(text);
      if (blank === null) return;
      advance(blank[0].length);
    }
  };

  const readNode = (depth: number): JsonNode => {
    skipBlank();
    const start = line;
    const open = text[at];
    if ((open === '{' || open === '[') && depth >= MAX_DEPTH) {
      mistake('is nested too deeply');
      at = text.length;
    } else if (open === '{') {
      return { kind: 'object', line: start, members: readMembers(depth) };
    } else if (open === '[') {
      return { kind: 'array', line: start, items: readItems(depth) };
    }
    const bare = text[at] !== '"' && text[at] !== "'";
    return { kind: 'value', line: start, value: readScalar(), bare };
  };

  /** True when the bracket is closed; skips the commas between entries. */
  const closed = (bracket: '}' | ']'): boolean => {
    for (;;) {
      skipBlank();
      const next = text[at];
      if (next === undefined) {
        if (!endsEarly) mistake(`ends before the closing ${bracket}`);
        endsEarly = true;
        return true;
      }
      if (next !== ',' && next !== ';') {
        if (next !== '}' && next !== ']') return false;
        // The wrong bracket closes as well: the next level sees its own missing one.
        if (next === bracket) advance(1);
        else mistake(`has ${next} where ${bracket} belongs`);
        return true;
      }
      advance(1);
    }
  };

  const readMembers = (depth: number): JsonMember[] => {
    const members: JsonMember[] = [];
    advance(1);
    while (!closed('}')) {
      const start = line;
      const before = at;
      const key = String(readScalar(true));
      skipBlank();
      if (text[at] === ':' || text[at] === '=') {
        advance(1);
        members.push({ key, line: start, value: readNode(depth + 1) });
      } else if (isLoneText() && isKey(key)) {
        mistake(`has no : between "${key}" and its value`);
        if (text[at] === ',') advance(1);
        members.push({ key, line: start, value: readNode(depth + 1) });
      } else if (mistakes.length < MAX_MISTAKES) {
        mistake(isKey(key) ? `has no value for "${key}"` : 'has a word that is neither a key nor a value');
      }
      if (at === before) advance(1);
    }
    return members;
  };

  const readItems = (depth: number): JsonNode[] => {
    const items: JsonNode[] = [];
    advance(1);
    while (!closed(']')) {
      const [before, start] = [at, line];
      const item = readNode(depth + 1);
      const key = keyOf(item);
      if (key === null) items.push(item);
      else {
        mistake('has a key without { } around it');
        while (/[\s:=]/.test(text[at] ?? '')) advance(1);
        const member = { key, line: start, value: readNode(depth + 1) };
        const last = items.at(-1);
        const isOpen =
          last?.kind === 'object' && torn.has(last) && !last.members.some((one) => one.key === key);
        if (isOpen) last.members.push(member);
        else {
          const object: JsonNode = { kind: 'object', line: start, members: [member] };
          torn.add(object);
          items.push(object);
        }
      }
      if (at === before) advance(1);
    }
    return items;
  };

  /** Objects of a list whose braces are lost. */
  const torn = new Set<JsonNode>();

  /** The key that stands as an entry of a list, with its value behind it, which may be a secret; null for any other entry. */
  const keyOf = (item: JsonNode): string | null => {
    if (item.kind !== 'value' || typeof item.value !== 'string') return null;
    const word = item.value.replace(/[\s"':=]+$/, '');
    skipBlank();
    const isFollowed = word !== item.value || !/^(?:[,;\]}]|$)/.test(text.slice(at, at + 1));
    return isFollowed && isKey(word) ? word : null;
  };

  /** A text in quotes, and the end of the entry behind it. */
  const isLoneText = (): boolean =>
    /^,?\s*(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*[,}]/.test(text.slice(at, at + 4096));

  const readScalar = (asKey = false): string | number | boolean | null => {
    const rest = text.slice(at, at + 4096);
    const quoted = /^"((?:[^"\\\n]|\\.)*)("?)/.exec(rest) ?? /^'((?:[^'\\\n]|\\.)*)('?)/.exec(rest);
    if (quoted !== null) {
      advance(quoted[0].length);
      if (quoted[2] !== '') return unescaped(quoted[1] ?? '');
      mistake('has no closing quote');
      return unescaped((quoted[1] ?? '').replace(/[\s,]+$/, ''));
    }
    const word = (asKey ? /^[^\s:=,;{}[\]]*/ : /^[^\n,;{}[\]]*/).exec(rest)?.[0] ?? '';
    advance(word.length);
    return literal(word.replace(/\s(?:\/\/|#).*$/, '').trim());
  };

  const root = readNode(0);
  return { root, mistakes };
}

function literal(word: string): string | number | boolean | null {
  if (word === 'null' || word === '') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  // A password such as 007 is no number.
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(word) && String(Number(word)) === word ? Number(word) : word;
}

function unescaped(raw: string): string {
  try {
    return String(
      JSON.parse(
        `"${raw
          .replace(/\\'/g, "'")
          .replace(/(?<!\\)"/g, '\\"')
          .replace(/\t/g, '\\t')}"`,
      ),
    );
  } catch {
    return raw;
  }
}
