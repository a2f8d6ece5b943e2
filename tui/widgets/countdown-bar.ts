import { GLYPHS } from '../glyphs.ts';

/** What is left of `total`, as a bar of `width` cells. */
export function countdownBar(left: number, total: number, width: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, left / total)) : 0;
  const full = Math.round(share * width);
  return GLYPHS.full.repeat(full) + GLYPHS.empty.repeat(width - full);
}
