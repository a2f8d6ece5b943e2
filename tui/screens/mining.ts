import type { Miner, Snapshot } from '../../headless/snapshot.ts';
import { hashrate } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain, strong } from '../line.ts';
import { BIG_WIDTH, bigNumber } from '../widgets/big-number.ts';
import { checkSections } from './checks.ts';
import { hourLines } from './last-hour.ts';
import { factLines } from './mining-facts.ts';

/** The live view: the hashrate big, its last hour, then the proof that it is worth something. */
export function miningScreen(snapshot: Snapshot, width: number, rows: number): Line[] {
  const { miner } = snapshot;
  const top = miner ? rates(miner, width) : bigNumber('-').map((digits): Line => [accent(digits)]);
  const facts = factLines(snapshot, width);
  const room = rows - top.length - facts.length - 1;
  const height = GRAPH_HEIGHTS.find((one) => room > one) ?? 0;
  const hour = height > 0 ? [...hourLines(snapshot, width, height), BLANK] : [];
  const lines = [...top, BLANK, ...hour, ...facts];
  // A large screen has room for the checks as well, as far as they go.
  for (const section of checkSections(snapshot, width)) {
    if (lines.length + section.length + 1 > rows) {
      break;
    }
    lines.push(BLANK, ...section);
  }
  return lines;
}

/** Lines of the graph, the best that fits. */
const GRAPH_HEIGHTS = [6, 2];

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
