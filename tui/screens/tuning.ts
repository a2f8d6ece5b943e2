import type { Advice, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { fallsShort, KNOBS, tuningMark } from '../knobs.ts';
import { accent, BLANK, cell, fit, type Line, plain, type Span, strong, wrap } from '../line.ts';
import { rowOf, type Ui } from '../ui.ts';
import { around } from '../widgets/around.ts';

/**
 * The proof: what was asked of each knob, what the kernel or XMRig says when asked back, and what that is worth; then what the
 * owner could change about the computer. Without room for all of it, the notes of the selected row stand below the list.
 */
export function tuningScreen({ tuning, advice }: Snapshot, ui: Ui, width: number, rows: number): Line[] {
  const entries = [...tuning.map(knobEntry), ...advice.map(adviceEntry)];
  if (entries.length === 0) {
    return [[plain('Nothing was tuned yet: this computer is still being looked at.')]];
  }
  const selected = rowOf(ui, entries.length);
  const list = entries.map((entry, index) => rowLines(entry, index === selected, width));
  const notes = entries.map((entry) => noteLines(entry, width));
  const whole = entries.flatMap((_, index) => [...(list[index] ?? []), ...(notes[index] ?? []), BLANK]);
  if (whole.length < rows) {
    return [titles(width), BLANK, ...whole];
  }
  const below = notes[selected] ?? [];
  const room = Math.max(3, rows - below.length - 2);
  return [
    titles(width),
    ...around(list.flat(), list.slice(0, selected + 1).flat().length - 1, room),
    BLANK,
    ...below,
  ];
}

// Cells: cursor and mark, name, what was asked; what was read back takes the rest.
const MARK = 10;
const NAME = 18;
const ASKED = 22;

type Note = { label: string; text: string };
type Entry = { mark: Span; name: string; asked: string | null; value: string; notes: Note[] };

function knobEntry(record: TuningRecord): Entry {
  const { knob, asked, effective, why, worth } = record;
  return {
    mark: tuningMark(record),
    name: KNOBS[knob],
    asked,
    value: effective,
    notes: [
      // The list cuts it where it is longer than its column.
      ...(asked.length > ASKED - 2 ? [{ label: 'Asked', text: asked }] : []),
      ...(why ? [{ label: fallsShort(record) ? 'Why not' : 'Why', text: why }] : []),
      { label: 'Worth', text: worth },
    ],
  };
}

function adviceEntry({ text, why }: Advice): Entry {
  return {
    mark: plain('[tip ]'),
    name: 'You can change',
    asked: null,
    value: text,
    notes: [{ label: 'Why', text: why }],
  };
}

function titles(width: number): Line {
  return fit([plain(`${' '.repeat(MARK)}${cell('Knob', NAME)}${cell('Asked', ASKED)}Read back`)], width);
}

// As many lines as the value needs, in its own column.
function rowLines({ mark, name, asked, value }: Entry, selected: boolean, width: number): Line[] {
  const tone = selected ? accent : plain;
  const start = `  ${cell(name, NAME - 1)} ${asked === null ? '' : `${cell(asked, ASKED - 2)}  `}`;
  const column = MARK - 2 + start.length;
  return wrap(value, width - column, 4).map((text, index) =>
    index === 0
      ? fit([accent(selected ? '> ' : '  '), mark, tone(start + text)], width)
      : [tone(' '.repeat(column) + text)],
  );
}

function noteLines({ notes }: Entry, width: number): Line[] {
  return notes.flatMap(({ label, text }) =>
    wrap(text, width - MARK - NAME, 4).map(
      (line, index): Line => [
        plain(`${' '.repeat(MARK)}${cell(index === 0 ? label : '', NAME)}`),
        strong(line),
      ],
    ),
  );
}
