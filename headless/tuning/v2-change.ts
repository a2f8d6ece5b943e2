/** What RandomX v2 does to a CPU's hashrate. Pure. */
import type { CpuFacts } from '../rig/facts.ts';

/** Change of the hashrate in percent, from the lowest to the highest that was measured. */
export interface Change {
  least: number;
  most: number;
}

/**
 * Measured by the makers of RandomX (doc/design_v2.md of tevador/RandomX, v2.0), by kind of core; a chip at its power limit loses
 * more. Null where nobody measured one of its kind, and without AES in hardware.
 */
export function v2Change({ vendor, family, model, aes, brand }: CpuFacts): Change | null {
  if (!aes) return null;
  if (vendor === 'AMD') return amdChange(family, model, brand);
  if (vendor !== 'Intel' || family !== 6) return null;
  // Skylake and its successors for laptops and desktops; Alder Lake and Raptor Lake.
  if ([0x4e, 0x5e, 0x8e, 0x9e].includes(model)) return { least: -24, most: -23 };
  if ([0x97, 0x9a, 0xb7, 0xba, 0xbf].includes(model)) return { least: -4, most: -4 };
  return null;
}

/** EPYC 7742 (power limited), 3700X, 3950X; 1700X; 5950X; 7945HX and 8600G; 9950X at 100 W and 285 W; HX 370 and AI 365. */
function amdChange(family: number, model: number, brand: string): Change | null {
  if (family === 0x17 && model >= 0x30) {
    return /EPYC/.test(brand) ? { least: -22, most: -22 } : { least: -15, most: -8 };
  }
  if (family === 0x17) return { least: 1, most: 1 };
  if (family === 0x19) {
    return isZen4(model) ? { least: -8, most: -5 } : { least: -12, most: -12 };
  }
  if (family !== 0x1a) return null;
  // Strix Point and Krackan Point are laptops' chips.
  return [0x20, 0x24, 0x60, 0x68].includes(model) ? { least: 8, most: 9 } : { least: -13, most: -1 };
}

/** Family 25 holds Zen 3 and Zen 4: servers 0x10 to 0x1f, desktops 0x60 to 0x6f, laptops 0x70 to 0x7f, Bergamo and Siena 0xa0 to 0xaf. */
function isZen4(model: number): boolean {
  return [0x1, 0x6, 0x7, 0xa].includes(model >> 4);
}

/** `expect about 12 % fewer H/s on this CPU`; null where it is not known. */
export function expectedChange(cpu: CpuFacts): string | null {
  const change = v2Change(cpu);
  if (!change) return null;
  const { least, most } = change;
  const [near, far] = [Math.abs(least), Math.abs(most)].sort((a, b) => a - b);
  if ((far ?? 0) <= 2) return 'expect about as many H/s as before on this CPU';
  const percent = near === far ? `about ${far} %` : `${near} to ${far} %`;
  return `expect ${percent} ${most > 0 ? 'more' : 'fewer'} H/s on this CPU`;
}
