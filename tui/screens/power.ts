import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, BLANK, cell, fit, type Line, plain, strong } from '../line.ts';
import { powerQuestion, powerRows } from '../power.ts';
import { rowOf, type Ui } from '../ui.ts';
import { questionLines } from '../widgets/question.ts';

/** Why the selected row cannot be done now; null where it can. */
export function barredRow(ui: Ui, snapshot: Snapshot): string | null {
  const rows = powerRows(snapshot);
  return rows[rowOf(ui, rows.length)]?.barred ?? null;
}

/** Pause, restart, switch off: each is asked once more before it is done. */
export function powerScreen(snapshot: Snapshot, ui: Ui, width: number): Line[] {
  const rows = powerRows(snapshot);
  const selected = rowOf(ui, rows.length);
  const lines = rows.map(({ label, what, barred }, index) => {
    const text = `${index === selected ? '> ' : '  '}${cell(label, LABEL)}${barred ? 'not now' : what}`;
    return fit([index === selected ? accent(text) : plain(text)], width);
  });
  if (ui.prompt?.kind === 'power') {
    return [
      ...lines,
      BLANK,
      ...questionLines(powerQuestion(ui.prompt.action, snapshot), ui.prompt.yes, width),
    ];
  }
  const barred = barredRow(ui, snapshot);
  return barred ? [...lines, BLANK, fit([strong(`Not now: ${barred}.`)], width)] : lines;
}

const LABEL = 20;
