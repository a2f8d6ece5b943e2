import { type Line, plain } from '../line.ts';

/** One row of a list: a line, or several that belong together. */
export type ListRow = readonly Line[];

/**
 * The rows of a list that fit into `room` lines, with the one at `index` in sight and, where there is room, the next one below
 * it; what is left out is counted. Rows are shown whole.
 */
export function around(rows: readonly ListRow[], index: number, room: number): Line[] {
  if (heightOf(rows) <= room) {
    return rows.flat();
  }
  let [start, end] = [index, index + 1];
  const fits = (from: number, to: number) =>
    from >= 0 && to <= rows.length && heightOf(rows.slice(from, to)) < room;
  if (fits(start, end + 1)) {
    end += 1;
  }
  while (fits(start - 1, end)) {
    start -= 1;
  }
  while (fits(start, end + 1)) {
    end += 1;
  }
  const left = rows.length - (end - start);
  return [...rows.slice(start, end).flat(), [plain(`  (${left} more: go up or down)`)]];
}

function heightOf(rows: readonly ListRow[]): number {
  return rows.reduce((sum, row) => sum + row.length, 0);
}
