import { describe, expect, it } from 'vitest';
import { inNaturalOrder } from '../../headless/order.ts';

describe('inNaturalOrder', () => {
  it('puts numbers by value and capitals among small letters', () => {
    const sorted = ['a.local', 'B', 'node2', 'node10', 'pithead', 'pithead-2', '192.168.1.9', '192.168.1.20'];
    expect(sorted.toReversed().sort(inNaturalOrder)).toEqual([
      '192.168.1.9',
      '192.168.1.20',
      'a.local',
      'B',
      'node2',
      'node10',
      'pithead',
      'pithead-2',
    ]);
  });
  it('is one order, whatever came first', () => {
    expect(['a1', 'A1', 'a01'].sort(inNaturalOrder)).toEqual(['a01', 'a1', 'A1'].sort(inNaturalOrder));
    expect(inNaturalOrder('a', 'a')).toBe(0);
    expect(Math.sign(inNaturalOrder('a', 'A'))).toBe(-Math.sign(inNaturalOrder('A', 'a')));
  });
});
