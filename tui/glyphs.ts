/**
 * Every glyph beyond ASCII that the console may draw, with what stands for it on a serial line. All of them are in
 * the kernel's built-in 8x16 font and in the fonts of Debian's console-setup, and all are one cell wide.
 */
const ASCII_FOR_GLYPH: Readonly<Record<string, string>> = {
  '─': '-',
  '█': '#',
  '░': '.',
  '↑': '^',
  '↓': 'v',
};

/** The glyphs by what they are for. */
export const GLYPHS = { rule: '─', full: '█', empty: '░', more: '↓', less: '↑' } as const;

/** True when `character` may be drawn: printable ASCII or in the table. */
export function isDrawable(character: string): boolean {
  return (character >= ' ' && character <= '~') || Object.hasOwn(ASCII_FOR_GLYPH, character);
}

/** `text` for terminals that may not know more than ASCII; cell for cell as wide as before. */
export function toAscii(text: string): string {
  return text.replace(/[^ -~]/g, (character) => ASCII_FOR_GLYPH[character] ?? '?');
}
