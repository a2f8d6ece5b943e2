import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildXmrig } from '../../../image/xmrig/build.ts';
import { checkMsrPresets, comparePresets, type PresetSource } from '../../../image/xmrig/presets.ts';

let output: string;
let real: PresetSource;

beforeAll(async () => {
  output = join(await buildXmrig(), '..');
  const read = (name: string) => readFile(join(output, 'source', name), 'utf8');
  real = {
    rxConfig: await read('RxConfig.cpp'),
    basicCpuInfo: await read('BasicCpuInfo.cpp'),
    cpuInfoHeader: await read('ICpuInfo.h'),
  };
}, 1_200_000);

/** The real source with one thing changed, as a newer XMRig might have it. */
function changed(file: keyof PresetSource, from: string, to: string): string[] {
  expect(real[file]).toContain(from);
  return comparePresets({ ...real, [file]: real[file].replace(from, to) });
}

describe('our table of CPU registers', () => {
  it('is that of the XMRig that is compiled', async () => {
    expect(comparePresets(real)).toEqual([]);
    await expect(checkMsrPresets(output)).resolves.toBeUndefined();
  });

  it('names the preset whose value or mask XMRig has changed', () => {
    expect(changed('rxConfig', '0x1510000ULL', '0x1510001ULL')).toEqual([
      expect.stringMatching(/^preset ryzen_17h: XMRig has .*0xc0011022=0x1510001 .* our table .*0x1510000 /),
    ]);
    expect(changed('rxConfig', '0x40ULL, ~0x20ULL', '0x40ULL')).toHaveLength(1);
    expect(changed('rxConfig', '{ 0x1a4, 0xf }', '{ 0x1a4, 0xf }, { 0x1a5, 1 }')[0]).toContain('0x1a5=0x1');
  });

  it('names a family or model that now gets another preset', () => {
    expect(changed('basicCpuInfo', 'm_model == 0x75', 'm_model == 0x78')).toEqual([
      'AMD family 25, 2 models (117 first): XMRig takes ryzen_19h, we take ryzen_19h_zen4',
    ]);
    expect(changed('basicCpuInfo', 'case 0x1a:', 'case 0x1b:')).toHaveLength(2);
    expect(changed('basicCpuInfo', 'm_msrMod   = MSR_MOD_INTEL', 'm_msrMod = MSR_MOD_NONE')).toEqual([
      'Intel: XMRig takes null, we take intel',
    ]);
  });

  it('does not know a preset that is new', () => {
    const differences = comparePresets({
      ...real,
      cpuInfoHeader: real.cpuInfoHeader
        .replace('MSR_MOD_INTEL,', 'MSR_MOD_ZEN6, MSR_MOD_INTEL,')
        .replace('"intel"', '"zen6", "intel"'),
      rxConfig: real.rxConfig.replace(
        '    MsrItems{{ 0x1a4',
        '    MsrItems{{ 0xC0011020, 5ULL }},\n    MsrItems{{ 0x1a4',
      ),
    });
    expect(differences).toEqual(['preset zen6: XMRig has 0xc0011020=0x5, our table nothing']);
  });

  it('says so when it does not understand the source any more', () => {
    expect(changed('rxConfig', 'msrPresets = {', 'presets = {')[0]).toContain('not understood');
    expect(changed('cpuInfoHeader', 'enum MsrMod', 'enum Mod')[0]).toContain('not understood');
    expect(changed('basicCpuInfo', 'switch (m_family)', 'switch (family)')[0]).toContain('not understood');
    expect(changed('basicCpuInfo', '(m_model == 0x61) ||', 'm_model > 3 ||')[0]).toContain('we take');
  });
});
