import type { MsrPresetName } from './msr-presets.ts';

/** What each knob is worth, with who measured it; the figures are explained in `docs/tuning.md`. */
export const WORTH = {
  hugePages1G: '1 to 3 % over 2 MB pages, as XMRig documents it; not measured here',
  hugePages2M: '4 KB pages instead cost 40 to 45 % (measured, 2 threads of an EPYC)',
  light: 'light mode makes 8 to 9 % of the hashrate of fast mode (measured, 2 threads of an EPYC)',
  msrAmd: '+3.5 % on a Ryzen 7 7800X3D, +6.6 % on an EPYC 7642 (measured by RigForge)',
  unknown: 'unknown',
} as const;

/** What a preset's registers are worth, the same on every screen. */
export function registersWorth(preset: MsrPresetName | null): string {
  return preset !== null && preset !== 'intel' ? WORTH.msrAmd : WORTH.unknown;
}
