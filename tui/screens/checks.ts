import type { Check, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { BLANK, bad, cell, type Line, plain, type Span, strong, warning, wrap } from '../line.ts';
import { scrolled } from '../widgets/scrolled.ts';
import { computerLines } from './computer.ts';

/** What this computer is, what was checked, and what the tuning came to. */
export function checksScreen(snapshot: Snapshot, scroll: number, width: number, rows: number): Line[] {
  return scrolled(checkLines(snapshot, width), scroll, rows);
}

/** The results, unscrolled: checks, network, tuning records. */
export function checkLines(snapshot: Snapshot, width: number): Line[] {
  const { checks, tuning } = snapshot;
  const results = [
    ...checks.flatMap((check) => checkLine(check, width)),
    ...(checks.length > 0 ? [BLANK] : []),
    ...computerLines(snapshot, width),
  ];
  if (tuning.length === 0) {
    return results;
  }
  return [
    ...results,
    BLANK,
    [plain(`${' '.repeat(INDENT)}Tuning`)],
    ...tuning.flatMap((one) => tuningLines(one, width)),
  ];
}

const INDENT = 8;
const LABEL = 18;

function checkLine({ label, status, value, why }: Check, width: number): Line[] {
  const marks: Record<Check['status'], Span> = {
    ok: plain('[ ok ]'),
    warning: warning('[warn]'),
    failed: bad('[FAIL]'),
    running: plain('[ .. ]'),
  };
  return result(marks[status], label, value, [why], width);
}

const KNOBS: Record<TuningRecord['knob'], string> = {
  hugePages1G: 'Huge pages, 1 GB',
  hugePages2M: 'Huge pages, 2 MB',
  msr: 'MSR registers',
  governor: 'CPU governor',
  numa: 'NUMA nodes',
  threads: 'Miner threads',
};

function tuningLines({ knob, asked, effective, status, why, worth }: TuningRecord, width: number): Line[] {
  const marks: Record<TuningRecord['status'], Span> = {
    full: plain('[full]'),
    partial: warning('[part]'),
    refused: bad('[none]'),
    notApplicable: plain('[ -- ]'),
  };
  const short = status === 'partial' || status === 'refused';
  const value = short && asked !== effective ? `${effective} (asked: ${asked})` : effective;
  // What a knob is worth matters where it was not had.
  return result(marks[status], KNOBS[knob], value, [why, short ? `Worth: ${worth}` : null], width);
}

// A mark, a name, and what was found, over two lines if need be; below it what that means.
function result(mark: Span, label: string, value: string, notes: (string | null)[], width: number): Line[] {
  const room = width - INDENT - LABEL;
  const indent = ' '.repeat(INDENT + LABEL);
  const [first = '', ...rest] = wrap(value, room, 2);
  const below = notes.flatMap((text) => (text ? wrap(text, room, 3) : []));
  return [
    [mark, plain(`  ${cell(label, LABEL - 1)} `), strong(first)],
    ...rest.map((text): Line => [plain(indent), strong(text)]),
    ...below.map((text): Line => [plain(indent + text)]),
  ];
}
