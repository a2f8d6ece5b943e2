import type { Check, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { BLANK, bad, cell, fit, type Line, plain, type Span, strong, warning, wrap } from '../line.ts';
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
  const title = `${cell('', 8)}${cell('Tuning', 18)}${cell('asked', 17)} ${cell('effective', 17)} worth`;
  return [...results, BLANK, fit([plain(title)], width), ...tuning.flatMap((one) => tuningLines(one, width))];
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
  return [
    fit([marks[status], plain(`  ${cell(label, LABEL - 1)} `), strong(value)], width),
    ...whyLines(why, width),
  ];
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
  return [
    fit(
      [
        marks[status],
        plain(`  ${cell(KNOBS[knob], LABEL - 1)} ${cell(asked, 17)} `),
        strong(cell(effective, 17)),
        plain(` ${worth}`),
      ],
      width,
    ),
    ...whyLines(why, width),
  ];
}

function whyLines(why: string | null, width: number): Line[] {
  if (!why) {
    return [];
  }
  const indent = INDENT + LABEL;
  return wrap(why, width - indent, 3).map((line) => [plain(' '.repeat(indent) + line)]);
}
