/** The few statistics that the bench needs. Pure. */

/** A ratio with the ends of its 95 % confidence interval. */
export interface RatioInterval {
  ratio: number;
  low: number;
  high: number;
  pairs: number;
}

/**
 * The ratio first : second of paired measurements, as the mean of the logarithms of the pairs' ratios with Student's t. Throws
 * where there are fewer than two pairs or a value is not above zero.
 */
export function ratioInterval(pairs: readonly (readonly [number, number])[]): RatioInterval {
  if (pairs.length < 2) throw new RangeError('a confidence interval needs two pairs or more');
  if (pairs.some(([first, second]) => !(first > 0 && second > 0)))
    throw new RangeError('a ratio needs values above zero');
  const logs = pairs.map(([first, second]) => Math.log(first / second));
  const middle = mean(logs);
  const half = (studentT(logs.length - 1) * deviation(logs)) / Math.sqrt(logs.length);
  const [ratio, low, high] = [middle, middle - half, middle + half].map(Math.exp) as [number, number, number];
  return { ratio, low, high, pairs: pairs.length };
}

/** The value in the middle; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return mean(middle);
}

export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of the population that the values are a sample of. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/**
 * Student's t for a two-sided interval: `probability` of the distribution with so many degrees of freedom lies within ±t.
 * With x = √freedom · tan θ the density becomes cos^(freedom-1) θ on (-π/2, π/2): no gamma function, no long tails.
 */
export function studentT(freedom: number, probability = 0.95): number {
  const density = (angle: number): number => Math.cos(angle) ** (freedom - 1);
  const wanted = probability * integral(density, Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let step = 0; step < 45; step++) {
    const angle = (low + high) / 2;
    if (integral(density, angle) < wanted) low = angle;
    else high = angle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** From zero to `end`, by Simpson's rule. */
function integral(density: (x: number) => number, end: number): number {
  const steps = 400;
  const width = end / steps;
  let sum = density(0) + density(end);
  for (let step = 1; step < steps; step++) sum += density(step * width) * (step % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}
