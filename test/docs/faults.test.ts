/** docs/faults.md has a line for every fault, and none for others. */
import { expect, test } from 'vitest';
import { FAULTS } from '../faults/list.ts';
import { readTable } from '../faults/table.ts';

const lines = readTable();

test.each(FAULTS.map(({ fault, hand }) => ({ fault, hand: hand ?? 'no' })))(
  'measured: $fault',
  ({ fault, hand }) => {
    const line = lines.get(fault) ?? 'not measured: npm run test:faults -- --write';
    expect(line.endsWith(`| ${hand} |`) ? 'is there' : line).toBe('is there');
  },
);

test('nothing is in the page that is not in the suite', () => {
  const known = new Set(FAULTS.map(({ fault }) => fault));
  const others = [...lines.keys()].filter((fault) => fault !== 'Fault' && !known.has(fault));
  expect(others).toEqual([]);
});

test('names are used once', () => {
  expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
  expect(new Set(FAULTS.map(({ fault }) => fault)).size).toBe(FAULTS.length);
});
