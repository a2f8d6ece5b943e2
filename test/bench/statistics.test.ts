import { describe, expect, it } from 'vitest';
import { deviation, mean, median, ratioInterval, studentT } from './statistics.ts';

describe('median', () => {
  it('is the value in the middle, or the mean of both', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });
  it('leaves its argument as it is, and refuses nothing', () => {
    const values = [2, 1];
    median(values);
    expect(values).toEqual([2, 1]);
    expect(() => median([])).toThrow('no values');
  });
});

describe('mean and deviation', () => {
  it('are those of a sample', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });
});

describe("Student's t", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2, upper 0.025.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [9, 2.262],
    [29, 2.045],
    [59, 2.001],
    [100, 1.984],
  ])('with %i degrees of freedom', (freedom, t) => {
    expect(studentT(freedom)).toBeCloseTo(t, 3);
  });
  it('takes another probability', () => {
    expect(studentT(10, 0.9)).toBeCloseTo(1.812, 3);
  });
});

describe('ratioInterval', () => {
  it('of pairs that are all alike has no width', () => {
    const interval = ratioInterval([
      [99, 100],
      [198, 200],
      [49.5, 50],
    ]);
    expect(interval.ratio).toBeCloseTo(0.99, 12);
    expect(interval.low).toBeCloseTo(0.99, 12);
    expect(interval.high).toBeCloseTo(0.99, 12);
    expect(interval.pairs).toBe(3);
  });
  it('is worked out by hand for two pairs', () => {
    const { ratio, low, high } = ratioInterval([
      [Math.E, 1],
      [1, Math.E],
    ]);
    expect(ratio).toBeCloseTo(1, 12);
    // Standard deviation √2, standard error 1, t of one degree of freedom.
    expect(Math.log(high)).toBeCloseTo(12.7062, 3);
    expect(low * high).toBeCloseTo(1, 9);
  });
  it('turns round with its pairs', () => {
    const pairs: [number, number][] = [
      [100, 102],
      [97, 99],
      [103, 101],
    ];
    const there = ratioInterval(pairs);
    const back = ratioInterval(pairs.map(([a, b]) => [b, a]));
    expect(back.ratio).toBeCloseTo(1 / there.ratio, 12);
    expect(back.low).toBeCloseTo(1 / there.high, 12);
  });
  it('covers the truth about 475 times in 500', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return (seed + 1) / (2 ** 31 + 1);
    };
    const noise = () =>
      Math.exp(0.03 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
    let covered = 0;
    for (let trial = 0; trial < 500; trial++) {
      const pairs = Array.from({ length: 8 }, (): [number, number] => [995 * noise(), 1000 * noise()]);
      const { low, high } = ratioInterval(pairs);
      if (low <= 0.995 && 0.995 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThan(460);
    expect(covered).toBeLessThan(490);
  });
  it('refuses what has no ratio', () => {
    expect(() => ratioInterval([[1, 1]])).toThrow('two pairs');
    expect(() =>
      ratioInterval([
        [1, 0],
        [1, 1],
      ]),
    ).toThrow('above zero');
  });
});
