import { stripVTControlCharacters } from 'node:util';
import type { Snapshot } from '../headless/snapshot.ts';

/**
 * The snapshot with every text reduced to printable ASCII. Host names, TXT records and pool messages come from the
 * network and may hold escape sequences or glyphs the console's font lacks. Identifiers stay as they are: they are
 * sent back to the engine and never drawn.
 */
export function cleanSnapshot(snapshot: Snapshot): Snapshot {
  return cleanValue(snapshot);
}

/** One line of printable ASCII: escape sequences and control characters out, accents off, the rest as `?`. */
export function cleanText(text: string): string {
  if (/^[ -~]*$/.test(text)) {
    return text;
  }
  return stripVTControlCharacters(text)
    .replace(/[\p{Control}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replace(/[‘’‚]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(/…/g, '..')
    .normalize('NFKD')
    .replace(/[\p{Mark}\p{Format}]/gu, '')
    .replace(/[^ -~]/gu, '?')
    .trim();
}

const IDENTIFIERS = new Set(['id', 'stackId']);

// Maps strings inside a value that keeps its shape, hence the cast.
function cleanValue<T>(value: T): T {
  if (typeof value === 'string') {
    return cleanText(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(cleanValue) as T;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, inner]) => [key, IDENTIFIERS.has(key) ? inner : cleanValue(inner)]),
    ) as T;
  }
  return value;
}
