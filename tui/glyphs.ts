/**
 * Every glyph beyond ASCII that the console may draw, with what stands for it on a serial line. All of them are in
 * code page 437, which the kernel's built-in fonts have (`drivers/tty/vt/cp437.uni`), and all are one cell wide.
 */
const ASCII_FOR_GLYPH: Readonly<Record<string, string>> = {
  '─': '-',
  '█': '#',
  '▄': '_',
  '░': '.',
  '°': ' ',
  '↑': '^',
  '↓': 'v',
};

/** The glyphs by what they are for. */
export const GLYPHS = { rule: '─', full: '█', half: '▄', empty: '░', more: '↓', less: '↑' } as const;

/** True when `character` may be drawn: printable ASCII or in the table. */
export function isDrawable(character: string): boolean {
  return (character >= ' ' && character <= '~') || Object.hasOwn(ASCII_FOR_GLYPH, character);
}

/** `text` for terminals that may not know more than ASCII; cell for cell as wide as before. */
export function toAscii(text: string): string {
  return text.replace(/[^ -~]/g, (character) => ASCII_FOR_GLYPH[character] ?? '?');
}
