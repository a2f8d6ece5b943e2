import { describe, expect, it } from 'vitest';
import { chooseMsrPreset, MSR_PRESETS } from '../../../headless/tuning/msr-presets.ts';
import { booted } from './topologies.ts';

const { cpu } = booted({ gib: 16, cores: 8 });

describe('chooseMsrPreset', () => {
  it.each([
    ['Zen 1', { family: 0x17, model: 1 }, 'ryzen_17h'],
    ['Zen 2', { family: 0x17, model: 0x71 }, 'ryzen_17h'],
    ['Zen 3', { family: 0x19, model: 0x21 }, 'ryzen_19h'],
    ['Zen 4 server', { family: 0x19, model: 0x11 }, 'ryzen_19h'],
    ['Zen 4 desktop', { family: 0x19, model: 0x61 }, 'ryzen_19h_zen4'],
    ['Zen 4 laptop', { family: 0x19, model: 0x75 }, 'ryzen_19h_zen4'],
    ['Zen 5', { family: 0x1a, model: 0x44 }, 'ryzen_1Ah_zen5'],
    ['Bulldozer', { family: 0x15, model: 2 }, null],
    ['Intel', { vendor: 'Intel', family: 6, model: 151 }, 'intel'],
    ['no AES', { aes: false }, null],
    ['another vendor', { vendor: 'other' }, null],
  ] as const)('%s', (_name, difference, preset) => {
    expect(chooseMsrPreset({ ...cpu, ...difference })).toBe(preset);
  });

  it('leaves the firmware its bit 5 of 0xc0011021', () => {
    const masks = MSR_PRESETS.ryzen_19h.map(({ register, mask }) => [register, ~mask & (2n ** 64n - 1n)]);
    expect(masks).toContainEqual([0xc0011021, 0x20n]);
    expect(masks.filter(([, kept]) => kept !== 0n)).toHaveLength(1);
  });
});
