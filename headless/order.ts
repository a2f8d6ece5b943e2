/**
 * Compares as people sort: numbers by value (`node2` before `node10`, `192.168.1.9` before `192.168.1.20`), capitals like small
 * letters. Only equal texts compare as equal. The language's own way (`localeCompare`) loads 3 MB of rules for all languages.
 */
export function inNaturalOrder(one: string, other: string): number {
  const [a, b] = [sortable(one), sortable(other)];
  if (a !== b) return a < b ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

/** Longer than any number in a name or an address. */
const DIGITS = 20;

function sortable(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
}
