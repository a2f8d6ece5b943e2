import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

it('raises the difficulty of a miner whose shares come too fast to verify', () => {
  const pace = new Pace();
  const rose = Array.from({ length: 10 }, (_, share) => pace.share(share * 400, share * 400 + 50));
  expect(rose.filter(Boolean)).toHaveLength(1);
  expect(pace.factor).toBe(4);
});

it('raises it once for answers that come late, because the verifier is slow', () => {
  const pace = new Pace();
  expect(pace.share(0, 2_000)).toBe(false);
  expect(pace.share(1_000, 5_000)).toBe(true);
  expect(pace.share(2_000, 9_000)).toBe(false);
  expect(pace.share(6_000, 10_000)).toBe(true);
  expect(pace.factor).toBe(16);
});

it('leaves a miner alone that finds a share now and then', () => {
  const pace = new Pace();
  for (let share = 0; share < 100; share += 1)
    expect(pace.share(share * 1000, share * 1000 + 200)).toBe(false);
});
