import { expect, it } from 'vitest';
import type { CpuFacts } from '../../../headless/rig/facts.ts';
import { expectedChange } from '../../../headless/tuning/v2-change.ts';
import { facts } from '../rig.ts';

function cpu(change: Partial<CpuFacts>): CpuFacts {
  return { ...facts.cpu, aes: true, ...change };
}

it.each([
  ['Ryzen 7 1700X', { vendor: 'AMD', family: 0x17, model: 0x01 }, 'about as many H/s as before'],
  ['Ryzen 7 3700X', { vendor: 'AMD', family: 0x17, model: 0x71 }, '8 to 15 % fewer'],
  ['EPYC 7742', { vendor: 'AMD', family: 0x17, model: 0x31, brand: 'AMD EPYC 7742' }, 'about 22 % fewer'],
  ['Ryzen 9 5950X', { vendor: 'AMD', family: 0x19, model: 0x21 }, 'about 12 % fewer'],
  ['Ryzen 9 7945HX', { vendor: 'AMD', family: 0x19, model: 0x61 }, '5 to 8 % fewer'],
  ['Ryzen 5 8600G', { vendor: 'AMD', family: 0x19, model: 0x75 }, '5 to 8 % fewer'],
  ['Ryzen 9 9950X', { vendor: 'AMD', family: 0x1a, model: 0x44 }, '1 to 13 % fewer'],
  ['Ryzen AI 9 HX 370', { vendor: 'AMD', family: 0x1a, model: 0x24 }, '8 to 9 % more'],
  ['Core i7-8650U', { vendor: 'Intel', family: 6, model: 0x8e }, '23 to 24 % fewer'],
  ['Core i9-12900K', { vendor: 'Intel', family: 6, model: 0x97 }, 'about 4 % fewer'],
] as const)('tells what v2 does to a %s', (_, change, words) => {
  expect(expectedChange(cpu(change))).toContain(words);
});

it.each([
  ['an Intel core that nobody measured', { vendor: 'Intel', family: 6, model: 0x2d }],
  ['a CPU without AES', { vendor: 'Intel', family: 6, model: 0x8e, aes: false }],
  ['another maker', { vendor: 'other', family: 6, model: 0x97 }],
] as const)('says nothing of %s', (_, change) => {
  expect(expectedChange(cpu(change))).toBeNull();
});
