import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, BLANK, cell, fit, type Line, plain } from '../line.ts';
import { powerQuestion, powerRows } from '../power.ts';
import { rowOf, type Ui } from '../ui.ts';
import { questionLines } from '../widgets/question.ts';

/** Pause, restart, switch off: each is asked once more before it is done. */
export function powerScreen(snapshot: Snapshot, ui: Ui, width: number): Line[] {
  const rows = powerRows(snapshot);
  const selected = rowOf(ui, rows.length);
  const lines = rows.map(({ label, what, barred }, index) => {
    const text = `${index === selected ? '> ' : '  '}${cell(label, LABEL)}${barred ?? what}`;
    return fit([index === selected ? accent(text) : plain(text)], width);
  });
  return ui.prompt?.kind === 'power'
    ? [...lines, BLANK, ...questionLines(powerQuestion(ui.prompt.action, snapshot), ui.prompt.yes, width)]
    : lines;
}

const LABEL = 20;
