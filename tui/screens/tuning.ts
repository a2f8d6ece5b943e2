import type { Advice, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { fallsShort, KNOBS, tuningMark } from '../knobs.ts';
import { accent, BLANK, cell, type Line, plain, type Span, strong, wrap } from '../line.ts';
import { rowOf, type Ui } from '../ui.ts';
import { around, type ListRow } from '../widgets/around.ts';

/**
 * The proof: what was asked of each knob, what the kernel or XMRig says when asked back, and what that is worth; then what the
 * owner could change about the computer. Without room for all of it, the notes of the selected row stand below the list.
 */
export function tuningScreen({ tuning, advice }: Snapshot, ui: Ui, width: number, rows: number): Line[] {
  const entries = [...tuning.map(knobEntry), ...advice.map(adviceEntry)];
  if (entries.length === 0) {
    return [[plain('Not tuned yet: this computer is still being checked.')]];
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
  return [titles(width), ...around(list, selected, room), BLANK, ...below];
}

// Cells: cursor and mark, name; what was asked and what was read back share the rest.
const MARK = 10;
const NAME = 18;
const askedWidth = (width: number) => Math.floor((width - MARK - NAME) / 2);
/** Of one row, where a cell holds more text than anything the rig says of itself. */
const MOST_LINES = 4;

type Note = { label: string; text: string };
type Entry = { mark: Span; name: string; asked: string | null; value: string; notes: Note[] };

function knobEntry(record: TuningRecord): Entry {
  const { knob, asked, effective, status, why, worth } = record;
  return {
    mark: tuningMark(record),
    name: KNOBS[knob],
    asked,
    value: effective,
    notes: [
      ...(why ? [{ label: fallsShort(record) ? 'Why not' : 'Why', text: why }] : []),
      // What is nothing to this computer costs it nothing.
      ...(status === 'notApplicable' || status === 'pending' ? [] : [{ label: 'Worth', text: worth }]),
    ],
  };
}

function adviceEntry({ text, why }: Advice): Entry {
  return {
    mark: plain('[tip ]'),
    name: 'Suggestion',
    asked: null,
    value: text,
    notes: [{ label: 'Why', text: why }],
  };
}

function titles(width: number): Line {
  const asked = cell('Asked', askedWidth(width));
  return [plain(`${' '.repeat(MARK)}${cell('Knob', NAME)}${asked}Read back`)];
}

// Each cell as high as its text, in its own column.
function rowLines({ mark, name, asked, value }: Entry, selected: boolean, width: number): ListRow {
  const tone = selected ? accent : plain;
  const room = asked === null ? 0 : askedWidth(width);
  const left = asked === null ? [] : wrap(asked, room - 2, MOST_LINES);
  const right = wrap(value, width - MARK - NAME - room, MOST_LINES);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const cells = cell(left[index] ?? '', room) + (right[index] ?? '');
    return index === 0
      ? [accent(selected ? '> ' : '  '), mark, tone(`  ${cell(name, NAME - 1)} ${cells}`)]
      : [tone(' '.repeat(MARK + NAME) + cells)];
  });
}

function noteLines({ notes }: Entry, width: number): Line[] {
  return notes.flatMap(({ label, text }) =>
    wrap(text, width - MARK - NAME, MOST_LINES).map(
      (line, index): Line => [
        plain(`${' '.repeat(MARK)}${cell(index === 0 ? label : '', NAME)}`),
        strong(line),
      ],
    ),
  );
}
