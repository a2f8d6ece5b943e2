import { expect, it } from 'vitest';
import { GRAPH_MINUTES, graph } from '../../../tui/widgets/graph.ts';

const ends = (lines: string[], cells: number) => lines.map((line) => line.slice(-cells));

it('stands at the right, the newest minute last', () => {
  const lines = graph([100, 50], 100, 2);
  expect(lines.map((line) => line.length)).toEqual([GRAPH_MINUTES, GRAPH_MINUTES]);
  expect(ends(lines, 3)).toEqual([' █ ', ' ██']);
});

it('has two levels a line', () => {
  expect(ends(graph([25, 50, 75, 100], 100, 2), 4)).toEqual(['  ▄█', '▄███']);
});

it('shows the least there is, nothing where nothing was measured, and a dot for none', () => {
  expect(ends(graph([0.001, null, 0, Number.NaN, -3, Number.POSITIVE_INFINITY], 100, 1), 6)).toEqual([
    '▄ .   ',
  ]);
});

it('keeps the last hour', () => {
  const values = Array.from({ length: 70 }, (_, index) => (index < 10 ? 100 : 50));
  expect(graph(values, 100, 1)).toEqual(['▄'.repeat(GRAPH_MINUTES)]);
});
