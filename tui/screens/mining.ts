import type { Miner, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { count, duration, hashrate, milliseconds, percent } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain, strong } from '../line.ts';
import { BIG_WIDTH, bigNumber } from '../widgets/big-number.ts';
import { field, note, wideField } from '../widgets/fields.ts';
import { checkLines } from './checks.ts';

/** The live view: the hashrate big, then the proof that it is worth something. */
export function miningScreen(snapshot: Snapshot, width: number, rows: number): Line[] {
  const { miner } = snapshot;
  const lines = miner
    ? [...rates(miner, width), BLANK, ...facts(snapshot, miner, width)]
    : [...noMiner(snapshot, width)];
  const more = [BLANK, ...checkLines(snapshot, width)];
  return rows - lines.length >= more.length ? [...lines, ...more] : lines;
}

// The 60 s average is steady enough to be read from across the room; the 10 s one is there earlier.
function rates(miner: Miner, width: number): Line[] {
  const { seconds10, seconds60, minutes15, highest } = measured(miner.hashesPerSecond);
  const big = hashrate(seconds60 ?? seconds10);
  const average = seconds60 !== null ? '60 s' : seconds10 !== null ? '10 s' : null;
  const side: [string, number | null][] = [
    ['10 s', seconds10],
    ['60 s', seconds60],
    ['15 min', minutes15],
    ['best', highest],
  ];
  const table = side.map(([label, value]) => {
    const { digits, unit } = hashrate(value);
    return [plain(cell(label, 8)), strong(cell(digits, 7, 'right')), plain(` ${unit}`)];
  });
  const unit = `${big.unit}${average ? `, ${average} average` : ''}`;
  return bigNumber(big.digits).map((digits, index) =>
    fit([accent(digits.slice(0, BIG_WIDTH)), plain('   '), ...(table[index] ?? [plain(unit)])], width),
  );
}

// XMRig says 0 until the first hash; a dash says better that there is nothing yet.
function measured(rates: Miner['hashesPerSecond']): Miner['hashesPerSecond'] {
  const nothingYet = rates.highest === null && !rates.seconds10 && !rates.seconds60;
  return nothingYet ? { seconds10: null, seconds60: null, minutes15: null, highest: null } : rates;
}

function facts(snapshot: Snapshot, miner: Miner, width: number): Line[] {
  const { target, rig, stick, mode } = snapshot;
  const pages = miner.hugePages;
  const last = miner.lastShareSeconds;
  const lines = [
    field(
      'Shares',
      [
        `${count(miner.accepted)} accepted`,
        `${count(miner.rejected)} rejected`,
        last === null ? 'none yet' : `last one ${duration(last)} ago`,
      ],
      width,
    ),
    wideField(
      'Pool',
      target ? `${target.host}:${target.port}` : miner.pool || 'none',
      connection(miner),
      width,
    ),
    ...(target?.why ? [note('', target.why, width)] : []),
    field(
      'Job',
      [
        `difficulty ${count(miner.difficulty || null)}`,
        `height ${count(miner.height)}`,
        miner.connected ? `connected ${duration(miner.connectionSeconds)}` : '',
      ],
      width,
    ),
    field(
      'Huge pages',
      pages.wanted > 0
        ? [`${count(pages.allocated)} of ${count(pages.wanted)}`, percent(pages.allocated, pages.wanted)]
        : ['not known yet'],
      width,
    ),
    field('Miner', minerFacts(miner), width),
    field('Tuning', tuningSummary(snapshot.tuning), width),
    ...(mode === 'image' ? [field('Stick', [stickLine(stick)], width)] : []),
    field(
      'Running',
      [`rig ${duration(rig.uptimeSeconds)}`, `miner ${duration(miner.uptimeSeconds)}`, restarts(miner)],
      width,
    ),
  ];
  return lines;
}

function connection(miner: Miner): string {
  return miner.connected ? `ping ${milliseconds(miner.pingMs)}` : 'not connected';
}

// Without a version nothing of this was reported yet.
function minerFacts({ version, threads, donateLevelPercent }: Miner): string[] {
  if (!version) {
    return ['starting'];
  }
  const donation = donateLevelPercent >= 0 && donateLevelPercent <= 100 ? `${donateLevelPercent} %` : '-';
  return [`XMRig ${version}`, `${count(threads || null)} threads`, `donation ${donation}`];
}

function restarts(miner: Miner): string {
  return miner.restarts > 0 ? `restarted ${count(miner.restarts)} times` : '';
}

function stickLine({ present, removable }: Snapshot['stick']): string {
  if (!removable) {
    return present ? 'leave it in' : 'not there';
  }
  return present ? 'can be taken out: everything runs from memory' : 'is out: everything runs from memory';
}

const KNOBS: Record<TuningRecord['knob'], string> = {
  hugePages1G: '1 GB pages',
  hugePages2M: '2 MB pages',
  msr: 'MSR',
  governor: 'governor',
  numa: 'NUMA',
  threads: 'threads',
};

function tuningSummary(tuning: readonly TuningRecord[]): string[] {
  const asked = tuning.filter((record) => record.status !== 'notApplicable');
  const short = asked.filter((record) => record.status !== 'full');
  if (asked.length === 0) {
    return ['nothing tuned yet'];
  }
  if (short.length === 0) {
    return [`all ${asked.length} in full`];
  }
  const names = short.map((record) => KNOBS[record.knob]).join(', ');
  return [`${asked.length - short.length} of ${asked.length} in full`, `not in full: ${names}`];
}

function noMiner(snapshot: Snapshot, width: number): Line[] {
  const { target } = snapshot;
  return [
    ...bigNumber('-').map((digits) => [accent(digits)]),
    BLANK,
    field('Pool', [target ? `${target.host}:${target.port}` : 'none chosen yet'], width),
    ...(target?.why ? [note('', target.why, width)] : []),
    field('Miner', ['not running'], width),
    field('Tuning', tuningSummary(snapshot.tuning), width),
    ...(snapshot.mode === 'image' ? [field('Stick', [stickLine(snapshot.stick)], width)] : []),
    field('Running', [`rig ${duration(snapshot.rig.uptimeSeconds)}`], width),
  ];
}
