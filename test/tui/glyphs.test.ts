import { expect, it } from 'vitest';
import { GLYPHS, isDrawable, toAscii } from '../../tui/glyphs.ts';

/** Code page 437 from 0x80 to 0xff and its signs below 0x20: what the kernel's built-in fonts show (`drivers/tty/vt/cp437.uni`). */
const CP437 = [
  '☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂',
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ',
  'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐',
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀',
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■',
].join('');

const EVERY_CHARACTER = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code + 1));

it('draws nothing that the kernel’s own fonts lack', () => {
  const beyondAscii = EVERY_CHARACTER.filter((one) => isDrawable(one) && !/[ -~]/.test(one));
  expect(beyondAscii.length).toBeGreaterThan(0);
  expect(beyondAscii.filter((one) => !CP437.includes(one))).toEqual([]);
});

it('has an ASCII character of its own for every glyph', () => {
  const glyphs = Object.values(GLYPHS);
  expect(glyphs.every(isDrawable)).toBe(true);
  const ascii = glyphs.map(toAscii);
  expect(new Set(ascii).size).toBe(glyphs.length);
  expect(ascii.join('')).toMatch(/^[!-~]+$/);
});
