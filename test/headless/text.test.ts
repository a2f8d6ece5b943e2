import { expect, it } from 'vitest';
import { cleanText } from '../../headless/text.ts';

it.each([
  ['plain text', 'plain text'],
  ['  many \t\n blanks  ', 'many blanks'],
  ['\x1b[31;1mred\x1b[0m', 'red'],
  ['\x1b]0;title\x07text', 'text'],
  ['\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['\x9b2Jgone', 'gone'],
  ['a\0b\x7fc\x85d', 'a b c d'],
  ['evil\u202etxt.exe', 'eviltxt.exe'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['half \ud800 a pair', 'half a pair'],
  ['Küche 厨房 ⛏', 'Küche 厨房 ⛏'],
])('%j is shown as %s', (text, clean) => {
  expect(cleanText(text, 100)).toBe(clean);
});

it('is cut with a sign of it, and never inside a character', () => {
  expect(cleanText('abcdef', 4)).toBe('abc…');
  expect(cleanText('ab😀😀', 4)).toBe('ab…');
  expect(cleanText('x'.repeat(1e6), 10)).toHaveLength(10);
});
