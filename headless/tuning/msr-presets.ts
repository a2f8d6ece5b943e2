import type { CpuFacts } from '../rig/facts.ts';

/** One model-specific register: `value` where `mask` has ones, the old bits elsewhere. */
export interface MsrSetting {
  register: number;
  value: bigint;
  mask: bigint;
}

export type MsrPresetName = 'ryzen_17h' | 'ryzen_19h' | 'ryzen_19h_zen4' | 'ryzen_1Ah_zen5' | 'intel';

const ALL_BITS = 0xffff_ffff_ffff_ffffn;
/** Bit 5 of 0xC0011021 is the firmware's and stays as it is. */
const NOT_BIT_5 = 0xffff_ffff_ffff_ffdfn;

/** XMRig 6.26's presets (src/crypto/rx/RxConfig.cpp), names and values. */
export const MSR_PRESETS: Record<MsrPresetName, readonly MsrSetting[]> = {
  ryzen_17h: amd(0n, 0x40n, 0x151_0000n, 0x2000_cc16n),
  ryzen_19h: amd(0x0004_4800_0000_0000n, 0x001c_0002_0000_0040n, 0xc000_0004_0157_0000n, 0x2000_cc10n),
  ryzen_19h_zen4: amd(0x0004_4000_0000_0000n, 0x0004_0000_0000_0040n, 0x8680_0004_0157_0000n, 0x2040_cc10n),
  ryzen_1Ah_zen5: amd(0x0004_4000_0000_0000n, 0x0004_0000_0000_0040n, 0x8680_0004_0157_0000n, 0x2040_cc10n),
  intel: [{ register: 0x1a4, value: 0xfn, mask: ALL_BITS }],
};

/** XMRig's choice (src/backend/cpu/platform/BasicCpuInfo.cpp): by family and model, and only for CPUs with AES. */
export function chooseMsrPreset({
  vendor,
  family,
  model,
  aes,
}: Pick<CpuFacts, 'vendor' | 'family' | 'model' | 'aes'>): MsrPresetName | null {
  if (!aes) return null;
  if (vendor === 'Intel') return 'intel';
  if (vendor !== 'AMD') return null;
  if (family === 0x17) return 'ryzen_17h';
  if (family === 0x19) return model === 0x61 || model === 0x75 ? 'ryzen_19h_zen4' : 'ryzen_19h';
  return family === 0x1a ? 'ryzen_1Ah_zen5' : null;
}

function amd(x20: bigint, x21: bigint, x22: bigint, x2b: bigint): MsrSetting[] {
  return [
    { register: 0xc001_1020, value: x20, mask: ALL_BITS },
    { register: 0xc001_1021, value: x21, mask: NOT_BIT_5 },
    { register: 0xc001_1022, value: x22, mask: ALL_BITS },
    { register: 0xc001_102b, value: x2b, mask: ALL_BITS },
  ];
}
