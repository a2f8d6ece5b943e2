import { GLYPHS } from '../glyphs.ts';
import { type Line, plain } from '../line.ts';

/** The part of `lines` that fits into `rows`, from `offset` on; where there is more, a line with an arrow says so. */
export function scrolled(lines: readonly Line[], offset: number, rows: number): Line[] {
  if (lines.length <= rows) {
    return [...lines];
  }
  // Each arrow takes the line of one entry, so the last offset is the one that needs no arrow below.
  const start = Math.min(Math.max(0, offset), lines.length - rows + 1);
  const above = start > 0 ? 1 : 0;
  const end = start + rows - above;
  const below = end < lines.length ? 1 : 0;
  return [...(above ? [MORE_ABOVE] : []), ...lines.slice(start, end - below), ...(below ? [MORE_BELOW] : [])];
}

/** True when `lines` came from `scrolled` and are not all there is. */
export function isPart(lines: readonly Line[]): boolean {
  return lines.includes(MORE_ABOVE) || lines.includes(MORE_BELOW);
}

const MORE_ABOVE: Line = [plain(`${GLYPHS.less} more`)];
const MORE_BELOW: Line = [plain(`${GLYPHS.more} more`)];
