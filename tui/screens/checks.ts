import type { Check, Setting, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { fallsShort, KNOBS, tuningMark } from '../knobs.ts';
import { BLANK, bad, cell, type Line, plain, type Span, strong, warning, wrap } from '../line.ts';
import { scrolled } from '../widgets/scrolled.ts';
import { computerLines } from './computer.ts';

/** What this computer is, what was checked, and what the tuning came to. */
export function checksScreen(snapshot: Snapshot, scroll: number, width: number, rows: number): Line[] {
  const sections = checkSections(snapshot, width);
  const lines = sections.flatMap((section, index) => (index > 0 ? [BLANK, ...section] : section));
  return scrolled(lines, scroll, rows);
}

/** The results by what they are about, the most telling first: checks, tuning, connections, settings. */
export function checkSections(snapshot: Snapshot, width: number): Line[][] {
  const { checks, tuning, settings } = snapshot;
  const sections = [
    checks.flatMap((check) => checkLine(check, width)),
    section(
      'Tuning (4 says what each knob is worth)',
      tuning.flatMap((one) => tuningLine(one, width)),
    ),
    computerLines(snapshot, width),
    section(
      'Settings',
      ownersFirst(settings).flatMap((one) => settingLine(one, width)),
    ),
  ];
  return sections.filter((lines) => lines.length > 0);
}

function section(title: string, lines: Line[]): Line[] {
  return lines.length > 0 ? [[plain(`${' '.repeat(INDENT)}${title}`)], ...lines] : [];
}

const INDENT = 8;
const LABEL = 18;

function checkLine({ label, status, value, why }: Check, width: number): Line[] {
  const marks: Record<Check['status'], Span> = {
    ok: plain('[ ok ]'),
    warning: warning('[warn]'),
    failed: bad('[FAIL]'),
  };
  return result(marks[status], label, value, [why], width);
}

// A short knob says what was asked as well.
function tuningLine(record: TuningRecord, width: number): Line[] {
  const { knob, asked, effective } = record;
  const value = fallsShort(record) && asked !== effective ? `${effective} (asked: ${asked})` : effective;
  return result(tuningMark(record), KNOBS[knob], value, [], width);
}

function ownersFirst(settings: readonly Setting[]): Setting[] {
  return settings.toSorted(
    (one, other) => Number(one.source === 'default') - Number(other.source === 'default'),
  );
}

function settingLine({ key, value, source, where }: Setting, width: number): Line[] {
  const place = source === 'default' ? 'default' : where;
  return result(plain(' '.repeat(INDENT - 2)), key, `${value}  (${place})`, [], width);
}

// A mark, a name, and what was found, below it what that means; nothing is cut that can be read in a few lines.
function result(mark: Span, label: string, value: string, notes: (string | null)[], width: number): Line[] {
  const room = width - INDENT - LABEL;
  const indent = ' '.repeat(INDENT + LABEL);
  const [first = '', ...rest] = wrap(value, room, 4);
  const below = notes.flatMap((text) => (text ? wrap(text, room, 8) : []));
  return [
    [mark, plain(`  ${cell(label, LABEL - 1)} `), strong(first)],
    ...rest.map((text): Line => [plain(indent), strong(text)]),
    ...below.map((text): Line => [plain(indent + text)]),
  ];
}
