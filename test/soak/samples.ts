/** What the kernel says of the rig's processes, and whether it grows. */
import { readdirSync } from 'node:fs';
import { memoryOf } from '../bench/process.ts';
import { median } from '../bench/statistics.ts';

/** Bytes, and open descriptors. */
export interface Size {
  rss: number;
  anonymous: number;
  descriptors: number;
}

export interface Sample {
  /** Minutes since the start of the soak. */
  minute: number;
  engine: Size | null;
  console: Size | null;
  /** Null while it does not run. */
  xmrig: { pid: number; descriptors: number } | null;
}

/** Null where the process is gone. */
export async function sizeOf(pid: number | null): Promise<Size | null> {
  if (pid === null) return null;
  try {
    const { rss, anonymous } = await memoryOf(pid);
    return { rss, anonymous, descriptors: descriptorsOf(pid) };
  } catch {
    return null;
  }
}

/** Throws where the process is gone. */
export function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** The samples from one minute to another. */
export function between(samples: readonly Sample[], from: number, to: number): Sample[] {
  return samples.filter(({ minute }) => minute >= from && minute < to);
}

/** The median of each; null without any. */
export function medianSize(samples: readonly Sample[], part: 'engine' | 'console'): Size | null {
  const sizes = samples.flatMap((sample) => sample[part] ?? []);
  if (sizes.length === 0) return null;
  const of = (key: keyof Size) => median(sizes.map((size) => size[key]));
  return { rss: of('rss'), anonymous: of('anonymous'), descriptors: of('descriptors') };
}

export interface Trend {
  part: 'engine' | 'console';
  early: Size;
  late: Size;
  holds: boolean;
}

/** A sixth of the time is left to the start; the next one is held against the last: of an hour minutes 10 to 20 and 50 to 60. */
export function trends(samples: readonly Sample[], minutes: number): Trend[] {
  const sixth = minutes / 6;
  return (['engine', 'console'] as const).map((part) => {
    const early = medianSize(between(samples, sixth, 2 * sixth), part);
    const late = medianSize(between(samples, 5 * sixth, minutes), part);
    if (!early || !late) throw new Error(`no samples of the ${part}`);
    return { part, early, late, holds: isFlat(early, late) };
  });
}

const MOST_GROWTH = 3e6;
const MOST_DESCRIPTORS = 2;

function isFlat(early: Size, late: Size): boolean {
  return (
    late.rss - early.rss <= MOST_GROWTH &&
    late.anonymous - early.anonymous <= MOST_GROWTH &&
    Math.abs(late.descriptors - early.descriptors) <= MOST_DESCRIPTORS
  );
}
