import { GLYPHS } from '../glyphs.ts';

/** Minutes that the graph shows, one column each. */
export const GRAPH_MINUTES = 60;

/**
 * Columns of half blocks from 0 to `top`, in `height` lines of `GRAPH_MINUTES` cells, the newest value at the right. A minute
 * without a value is empty, one with 0 is a dot.
 */
export function graph(values: readonly (number | null)[], top: number, height: number): string[] {
  const newest = values.slice(-GRAPH_MINUTES);
  const levels = newest.map((value) => levelOf(value, top, height * 2));
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 2;
    return levels
      .map((level) => glyph(level, below))
      .join('')
      .padStart(GRAPH_MINUTES);
  });
}

// In half cells; whatever is not nothing is at least one of them.
function levelOf(value: number | null, top: number, full: number): number | null {
  if (value === null || !Number.isFinite(value) || value < 0) {
    return null;
  }
  return value === 0 ? 0 : Math.min(full, Math.max(1, Math.round((value / top) * full)));
}

function glyph(level: number | null, below: number): string {
  if (level === null) {
    return ' ';
  }
  if (level - below >= 2) {
    return GLYPHS.full;
  }
  if (level - below === 1) {
    return GLYPHS.half;
  }
  return level === 0 && below === 0 ? '.' : ' ';
}
