import { expect, it } from 'vitest';
import { algorithmNamed, algorithmOfJob, otherCoin } from '../../headless/algorithm.ts';

it.each([
  ['rx/0', 'rx/0'],
  ['RX/0', 'rx/0'],
  ['randomx', 'rx/0'],
  ['RandomX/0', 'rx/0'],
  ['rx', 'rx/0'],
  ['rx/test', 'rx/0'],
  ['rx/2', 'rx/2'],
  ['randomx/v2', 'rx/2'],
  ['rx/V2', 'rx/2'],
] as const)('takes %s for %s, as XMRig does', (name, algorithm) => {
  expect(algorithmNamed(name)).toBe(algorithm);
});

it.each(['rx/wow', 'randomx/2', 'rx/1', 'cn/r', 'rx/', '', 'constructor', '__proto__'])(
  'takes %j for none of the two',
  (name) => {
    expect(algorithmNamed(name)).toBeNull();
  },
);

it.each([
  ['1010', 'rx/0'],
  ['0e0e', 'rx/0'],
  ['1111', 'rx/2'],
  ['1212', 'rx/2'],
  ['ff01', 'rx/2'],
  ['zz', 'rx/0'],
] as const)('reads the algorithm off a block of version %s where the job names none', (blob, algorithm) => {
  expect(algorithmOfJob({ blob })).toBe(algorithm);
});

it('believes the name, where there is one, more than the version', () => {
  expect(algorithmOfJob({ algo: 'rx/0', blob: '1111' })).toBe('rx/0');
  expect(algorithmOfJob({ algo: 'rx/2', blob: '1010' })).toBe('rx/2');
  expect(algorithmOfJob({ algo: 'rx/wow', blob: '1010' })).toBeNull();
});

it.each([
  ['rx/wow', 'Wownero (rx/wow)'],
  ['RandomARQ', 'ArQmA (RandomARQ)'],
  ['cn/half', 'a CryptoNight coin (cn/half)'],
  ['kawpow', 'Ravencoin (kawpow)'],
  ['argon2/chukwa', 'an Argon2 coin (argon2/chukwa)'],
  ['new/thing', 'the algorithm "new/thing"'],
  ['', 'the algorithm ""'],
])('calls %j %j', (name, words) => {
  expect(otherCoin(name)).toBe(words);
});

it('cuts and cleans a name that a stranger made up', () => {
  const name = otherCoin(`evil\u001b[2J\n${'x'.repeat(99)}`);
  expect(name).toMatch(/^the algorithm "[ -~…]{1,20}"$/);
});
