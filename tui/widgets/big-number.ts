import { GLYPHS } from '../glyphs.ts';

/** Height of a big digit in lines, and its width in cells with the gap that follows. */
export const BIG_HEIGHT = 5;
const DIGIT_WIDTH = 7;

// Five rows each, `x` for a full cell. Strokes are two cells wide, since a cell is twice as high as wide.
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  '0': ['xxxxxx', 'xx  xx', 'xx  xx', 'xx  xx', 'xxxxxx'],
  '1': ['  xx  ', 'xxxx  ', '  xx  ', '  xx  ', 'xxxxxx'],
  '2': ['xxxxxx', '    xx', 'xxxxxx', 'xx    ', 'xxxxxx'],
  '3': ['xxxxxx', '    xx', 'xxxxxx', '    xx', 'xxxxxx'],
  '4': ['xx  xx', 'xx  xx', 'xxxxxx', '    xx', '    xx'],
  '5': ['xxxxxx', 'xx    ', 'xxxxxx', '    xx', 'xxxxxx'],
  '6': ['xxxxxx', 'xx    ', 'xxxxxx', 'xx  xx', 'xxxxxx'],
  '7': ['xxxxxx', '    xx', '    xx', '    xx', '    xx'],
  '8': ['xxxxxx', 'xx  xx', 'xxxxxx', 'xx  xx', 'xxxxxx'],
  '9': ['xxxxxx', 'xx  xx', 'xxxxxx', '    xx', 'xxxxxx'],
  '-': ['      ', '      ', 'xxxxxx', '      ', '      '],
  '.': ['  ', '  ', '  ', '  ', 'xx'],
  ',': ['  ', '  ', '  ', 'xx', 'x '],
};

/** Cells that `123,456` takes, the longest number drawn big. */
export const BIG_WIDTH = 6 * DIGIT_WIDTH + 3;

/** `digits` in block letters, right-aligned in `BIG_WIDTH` cells, so that a longer number moves nothing. */
export function bigNumber(digits: string): string[] {
  const shapes = [...digits].map((digit) => SHAPES[digit] ?? SHAPES['-'] ?? []);
  return Array.from({ length: BIG_HEIGHT }, (_, row) =>
    shapes
      .map((shape) => `${shape[row] ?? ''} `)
      .join('')
      .replaceAll('x', GLYPHS.full)
      .padStart(BIG_WIDTH)
      .slice(-BIG_WIDTH),
  );
}
