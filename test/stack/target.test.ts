import { expect, test } from 'vitest';
import { difficultyOf, meets, targetOf } from './target.ts';

/** What XMRig makes of a target (Job::setTarget): the difficulty it mines at. */
function asMiner(target: string): number {
  const bytes = Buffer.from(target, 'hex');
  const whole =
    bytes.length === 4
      ? (2n ** 64n - 1n) / ((2n ** 32n - 1n) / BigInt(bytes.readUInt32LE()))
      : bytes.readBigUInt64LE();
  return Number((2n ** 64n - 1n) / whole);
}

test.each([1, 2, 10, 1000, 10_000])('difficulty %i fits into four bytes', (difficulty) => {
  expect(targetOf(difficulty)).toHaveLength(8);
  expect(asMiner(targetOf(difficulty))).toBe(difficulty);
});

test.each([10_001, 123_456, 5_000_000_000])('difficulty %i takes eight bytes', (difficulty) => {
  expect(targetOf(difficulty)).toHaveLength(16);
  // Whole-number division, there and back.
  expect(asMiner(targetOf(difficulty)) / difficulty).toBeCloseTo(1, 8);
});

test('the recorded target of a real proxy', () => {
  expect(targetOf(4000)).toBe('4d621000');
});

test('a recorded share meets its difficulty and not a much higher one', () => {
  const hash = 'f7734c23284791b1889be8bd6dfaa2f1934216ff7d8a2a6efcef8399b37b0500';
  expect(meets(hash, 4000)).toBe(true);
  const found = difficultyOf(hash);
  expect(found).toBeGreaterThan(4000);
  expect(meets(hash, found + 1)).toBe(false);
});
