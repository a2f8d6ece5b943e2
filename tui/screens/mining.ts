import type { Miner, Snapshot } from '../../headless/snapshot.ts';
import { hashrate } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain, strong } from '../line.ts';
import { BIG_HEIGHT, BIG_WIDTH, bigNumber } from '../widgets/big-number.ts';
import { checkSections } from './checks.ts';
import { best, hourLines, LOWEST_GRAPH } from './last-hour.ts';
import { factLines } from './mining-facts.ts';

/** The live view: the hashrate big, its last hour, then the proof that it is worth something. */
export function miningScreen(snapshot: Snapshot, width: number, rows: number): Line[] {
  const top = rates(snapshot, width);
  const room = rows - top.length - 1;
  const whole = factLines(snapshot, width, room);
  const height = GRAPH_HEIGHTS.find((one) => room - whole.length > one) ?? 0;
  const lines =
    height > 0
      ? [...top, BLANK, ...hourLines(snapshot, width, height), BLANK, ...whole]
      : [...top, BLANK, ...crowded(snapshot, width, room)];
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
const GRAPH_HEIGHTS = [6, LOWEST_GRAPH];

// Messages take lines: the graph stays, and facts go, since the way up or down is what a message is about.
function crowded(snapshot: Snapshot, width: number, room: number): Line[] {
  const facts = factLines(snapshot, width, room - LOWEST_GRAPH);
  const hour = hourLines(snapshot, width, LOWEST_GRAPH);
  return hour.length + facts.length < room ? [...hour, BLANK, ...facts] : [...hour, ...facts];
}

// The 60 s average is steady enough to be read from across the room; the 10 s one is there earlier.
function rates(snapshot: Snapshot, width: number): Line[] {
  const { seconds10, seconds60, minutes15 } = measured(snapshot.miner);
  const side: [string, number | null][] = [
    ['10 s', seconds10],
    ['60 s', seconds60],
    ['15 min', minutes15],
    ['best', best(snapshot)],
  ];
  const table = side.map(([label, value]) => {
    const { digits, unit } = hashrate(value);
    return [plain(cell(label, 8)), strong(cell(digits, 7, 'right')), plain(` ${unit}`)];
  });
  const shown = seconds60 ?? seconds10;
  const big = hashrate(shown);
  const average = seconds60 !== null ? `${big.unit} (60 s average)` : `${big.unit} (10 s average)`;
  const figure = shown === null ? withoutFigure(best(snapshot) !== null) : bigNumber(big.digits);
  return figure.map((digits, index) =>
    fit(
      [
        accent(digits.slice(0, BIG_WIDTH)),
        plain('   '),
        ...(table[index] ?? [plain(shown === null ? '' : average)]),
      ],
      width,
    ),
  );
}

// Words in the place of the big number.
function withoutFigure(hadOne: boolean): string[] {
  const words = hadOne ? 'no hashrate now' : 'no hashrate yet';
  return Array.from({ length: BIG_HEIGHT }, (_, row) => cell(row === 2 ? words : '', BIG_WIDTH, 'right'));
}

// XMRig says 0 until the first hash; a dash says better that there is nothing yet.
function measured(miner: Miner | null): Miner['hashesPerSecond'] {
  const rates = miner?.hashesPerSecond ?? NONE;
  const nothingYet = rates.highest === null && !rates.seconds10 && !rates.seconds60;
  return nothingYet ? NONE : rates;
}

const NONE = { seconds10: null, seconds60: null, minutes15: null, highest: null };
