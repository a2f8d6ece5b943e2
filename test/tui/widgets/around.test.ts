import { describe, expect, it } from 'vitest';
import { type Line, plain } from '../../../tui/line.ts';
import { around } from '../../../tui/widgets/around.ts';

/** Rows of the given heights; every line says its row. */
function rows(...heights: number[]): Line[][] {
  return heights.map((height, row) => Array.from({ length: height }, () => [plain(`${row}`)]));
}

function shown(heights: number[], index: number, room: number): string {
  return around(rows(...heights), index, room)
    .map((line) => line.map(({ text }) => text).join(''))
    .join(' ');
}

describe('the part of a list around a row', () => {
  it('is all of it where there is room', () => {
    expect(shown([1, 2, 1], 0, 4)).toBe('0 1 1 2');
  });

  it('has the row below in sight, and counts the rows that are not', () => {
    expect(shown([1, 1, 1, 1, 1], 0, 4)).toBe('0 1 2   (2 more: go up or down)');
    expect(shown([1, 1, 1, 1, 1], 2, 4)).toBe('1 2 3   (2 more: go up or down)');
    expect(shown([1, 1, 1, 1, 1], 4, 4)).toBe('2 3 4   (2 more: go up or down)');
  });

  it('never cuts a row in two, and always has the marked one', () => {
    expect(shown([1, 3, 1, 2], 0, 4)).toBe('0   (3 more: go up or down)');
    expect(shown([1, 3, 1, 2], 1, 4)).toBe('1 1 1   (3 more: go up or down)');
    expect(shown([1, 3, 1, 2], 3, 4)).toBe('2 3 3   (2 more: go up or down)');
  });
});
