import { accent, fit, type Line, plain } from '../line.ts';

export type KeyHint = readonly [key: string, what: string];

/** Keys with what they do: `1 Mining  2 Stacks`. */
export function keyLine(hints: readonly KeyHint[], width: number): Line {
  return fit(
    hints.flatMap(([key, what], index) => [accent(`${index === 0 ? '' : '  '}${key}`), plain(` ${what}`)]),
    width,
  );
}
