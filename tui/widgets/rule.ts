import { GLYPHS } from '../glyphs.ts';
import { type Line, plain, warning } from '../line.ts';

/** A line across, with a short text near its right end, if any. */
export function rule(width: number, text = ''): Line {
  if (!text) {
    return [plain(GLYPHS.rule.repeat(width))];
  }
  const end = GLYPHS.rule.repeat(2);
  const start = GLYPHS.rule.repeat(Math.max(0, width - text.length - 4));
  return [plain(`${start} `), warning(text), plain(` ${end}`)];
}
