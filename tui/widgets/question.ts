import { accent, BLANK, fit, type Line, plain, strong, wrap } from '../line.ts';

/** A question with two answers, the harmless one first. Arrows and Enter answer it: letters move with the keyboard's layout. */
export function questionLines(
  question: { title: string; note: string; no: string; yes: string },
  answer: boolean,
  width: number,
): Line[] {
  const row = (text: string, chosen: boolean): Line =>
    fit([chosen ? accent(`> ${text}`) : plain(`  ${text}`)], width);
  return [
    fit([strong(question.title)], width),
    ...wrap(question.note, width, 3).map((text): Line => [plain(text)]),
    BLANK,
    row(question.no, !answer),
    row(question.yes, answer),
  ];
}
