/**
 * A screen is a list of lines, a line is a list of spans. Screens are plain functions that return lines of a known
 * width, so that they can be compared before anything is drawn and tested without a terminal.
 */

/** What a span means; the colours are chosen in `widgets/row.tsx`. */
export type Tone = 'plain' | 'strong' | 'accent' | 'warning' | 'bad' | 'dim';
export type Span = { readonly text: string; readonly tone: Tone };
export type Line = readonly Span[];

export const BLANK: Line = [];

export const plain = (text: string): Span => ({ text, tone: 'plain' });
export const strong = (text: string): Span => ({ text, tone: 'strong' });
export const accent = (text: string): Span => ({ text, tone: 'accent' });
export const warning = (text: string): Span => ({ text, tone: 'warning' });
export const bad = (text: string): Span => ({ text, tone: 'bad' });

/** `text` in exactly `width` cells: cut (ending in `..`) or filled with blanks. */
export function cell(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  return side === 'left' ? short.padEnd(width) : short.padStart(width);
}

/** `text` in at most `width` cells; what was cut ends in `..`. */
export function cut(text: string, width: number): string {
  if (text.length <= width) {
    return text;
  }
  return width <= 2 ? text.slice(0, Math.max(0, width)) : `${text.slice(0, width - 2)}..`;
}

/** `before`, `text`, `after` in at most `width` cells; `text` gives way. */
export function between(before: string, text: string, after: string, width: number): string {
  return before + cut(text, width - before.length - after.length) + after;
}

export function widthOf(line: Line): number {
  return line.reduce((sum, span) => sum + span.text.length, 0);
}

/** `line` cut to `width` cells, span by span. */
export function fit(line: Line, width: number): Line {
  if (widthOf(line) <= width) {
    return line;
  }
  const fitted: Span[] = [];
  let left = width;
  for (const span of line) {
    const text = span.text.length <= left ? span.text : cut(span.text, left);
    fitted.push({ ...span, text });
    left -= text.length;
  }
  return fitted.filter((span) => span.text !== '');
}

/** `left` at the start and `right` at the end of a line of `width` cells; `left` gives way when both do not fit. */
export function apart(left: Line, right: Line, width: number): Line {
  const room = Math.max(0, width - widthOf(right) - 1);
  const start = fit(left, room);
  const gap = Math.max(0, width - widthOf(start) - widthOf(right));
  return fit([...start, plain(' '.repeat(gap)), ...right], width);
}

/** `text` broken at blanks into at most `limit` lines of `width` cells; the last one is cut when more would follow. */
export function wrap(text: string, width: number, limit: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest.length > width && lines.length < limit - 1) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > width / 2 ? blank : width;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  lines.push(cut(rest, width));
  return lines;
}

export function sameLines(one: readonly Line[], other: readonly Line[]): boolean {
  return one.length === other.length && one.every((line, index) => sameLine(line, other[index] ?? BLANK));
}

export function sameLine(one: Line, other: Line): boolean {
  return (
    one.length === other.length &&
    one.every((span, index) => span.text === other[index]?.text && span.tone === other[index]?.tone)
  );
}
