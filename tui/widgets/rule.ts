import { GLYPHS } from '../glyphs.ts';
import { type Line, plain } from '../line.ts';

export function rule(width: number): Line {
  return [plain(GLYPHS.rule.repeat(width))];
}
