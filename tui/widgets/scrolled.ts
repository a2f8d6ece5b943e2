import { GLYPHS } from '../glyphs.ts';
import { apart, type Line, plain } from '../line.ts';

/** The part of `lines` that fits into `rows`, from `offset` on, with arrows where there is more. */
export function scrolled(lines: readonly Line[], offset: number, rows: number, width: number): Line[] {
  if (lines.length <= rows) {
    return [...lines];
  }
  const start = Math.min(Math.max(0, offset), lines.length - rows);
  const part = lines.slice(start, start + rows);
  const mark = (index: number, glyph: string) => {
    part[index] = apart(part[index] ?? [], [plain(` ${glyph} more`)], width);
  };
  if (start > 0) {
    mark(0, GLYPHS.less);
  }
  if (start + rows < lines.length) {
    mark(rows - 1, GLYPHS.more);
  }
  return part;
}
