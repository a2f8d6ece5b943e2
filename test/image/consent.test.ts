import { expect, test } from 'vitest';
import { decide } from '../../image/consent.ts';

test.each([
  { sure: true, terminal: true, mayBeRoot: false, answer: 'yes' },
  { sure: false, terminal: true, mayBeRoot: true, answer: 'ask' },
  { sure: false, terminal: true, mayBeRoot: false, answer: 'ask' },
  { sure: false, terminal: false, mayBeRoot: true, answer: 'yes' },
  { sure: false, terminal: false, mayBeRoot: false, answer: 'no' },
])('agreed before $sure, a terminal $terminal, root without a password $mayBeRoot: $answer', (situation) => {
  expect(decide(situation)).toBe(situation.answer);
});
