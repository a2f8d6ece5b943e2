import { cell, fit, type Line, plain, strong } from '../line.ts';

const LABEL_WIDTH = 13;

/** A label and up to three values in columns that keep their places whatever the values are. */
export function field(label: string, values: readonly string[], width: number): Line {
  const column = Math.floor((width - LABEL_WIDTH) / 3);
  const cells = values.map((value, index) =>
    index === values.length - 1 ? value : `${cell(value, column - 1)} `,
  );
  return fit([plain(cell(label, LABEL_WIDTH)), ...cells.map(strong)], width);
}

/** A label, a value as wide as two columns, and one in the third column. */
export function wideField(label: string, value: string, last: string, width: number): Line {
  const column = Math.floor((width - LABEL_WIDTH) / 3);
  return fit([plain(cell(label, LABEL_WIDTH)), strong(`${cell(value, 2 * column - 1)} ${last}`)], width);
}
