/** Numbers as the screens write them. Whatever cannot be a real reading (null, negative, endless) is `-`. */

/** No more than this is written out; beyond it the column would break. */
const LARGEST_WRITTEN = 999_999_999_999;

/** A whole number with thousands separators: `1,204`. */
export function count(value: number | null): string {
  if (!isReading(value)) {
    return '-';
  }
  if (value > LARGEST_WRITTEN) {
    return 'huge';
  }
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Hashes per second in at most seven cells, with the unit that goes with them. */
export function hashrate(hashesPerSecond: number | null): { digits: string; unit: string } {
  if (!isReading(hashesPerSecond)) {
    return { digits: '-', unit: 'H/s' };
  }
  if (hashesPerSecond < 99.95) {
    return { digits: hashesPerSecond.toFixed(1), unit: 'H/s' };
  }
  const units = ['H/s', 'kH/s', 'MH/s', 'GH/s'];
  let value = hashesPerSecond;
  let step = 0;
  while (value >= 999_999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = value >= 999_999.5 ? '-' : count(value);
  return { digits, unit: units[step] ?? 'H/s' };
}

/** A time span in seconds, in its two largest units: `12 s`, `5 min`, `3 h 12 min`, `4 d 3 h`. */
export function duration(seconds: number | null): string {
  if (!isReading(seconds)) {
    return '-';
  }
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 9999) {
    return '-';
  }
  if (days > 0) {
    return `${days} d ${hours % 24} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes % 60} min`;
  }
  return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

/** Seconds as a clock: `0:00:41`, `12:03:59`. */
export function clock(seconds: number): string {
  if (!isReading(seconds) || seconds > 9999 * 3600) {
    return '-';
  }
  const two = (value: number) => `${Math.floor(value) % 60}`.padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(seconds / 60)}:${two(seconds)}`;
}

/** Milliseconds: `2 ms`, `<1 ms`, `1.4 s`. */
export function milliseconds(value: number | null): string {
  if (!isReading(value)) {
    return '-';
  }
  if (value < 1) {
    return '<1 ms';
  }
  if (value < 1000) {
    return `${Math.round(value)} ms`;
  }
  return value < 100_000 ? `${(value / 1000).toFixed(1)} s` : '-';
}

/** A temperature, or null where there is no sensor that can be believed. */
export function celsius(value: number | null): string | null {
  return isReading(value) && value < 200 ? `${Math.round(value)}°C` : null;
}

/** Electric power, or null where it is not measured. */
export function watts(value: number | null): string | null {
  return isReading(value) && value < 10_000 ? `${Math.round(value)} W` : null;
}

/** Part of a whole in percent, rounded down so that only a full count reads 100. */
export function percent(part: number, whole: number): string {
  if (!isReading(part) || !isReading(whole) || whole === 0 || part > whole * 10) {
    return '-';
  }
  return `${Math.floor((part / whole) * 100)} %`;
}

function isReading(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value >= 0;
}
