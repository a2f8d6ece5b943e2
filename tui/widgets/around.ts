import { type Line, plain } from '../line.ts';

/** The part of a list that fits into `room` lines, with the row at `index` in sight; what is left out is counted. */
export function around(rows: readonly Line[], index: number, room: number): Line[] {
  if (rows.length <= room) {
    return [...rows];
  }
  const visible = room - 1;
  const start = Math.min(Math.max(0, index - visible + 2), rows.length - visible);
  return [...rows.slice(start, start + visible), [plain(`  (${rows.length - visible} more: go up or down)`)]];
}
