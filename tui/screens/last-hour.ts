import type { Snapshot } from '../../headless/snapshot.ts';
import { hashrate, percent } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain } from '../line.ts';
import { countdownBar } from '../widgets/countdown-bar.ts';
import { GRAPH_MINUTES, graph } from '../widgets/graph.ts';

/** The hashrate of the last hour as a graph in `height` lines; while the dataset is built, how far that is. */
export function hourLines(snapshot: Snapshot, width: number, height: number): Line[] {
  const lines = content(snapshot, height).map((line) => fit(line, width));
  return Array.from({ length: height }, (_, index) => lines[index] ?? BLANK);
}

const LABEL = 13;

function content({ history, miner }: Snapshot, height: number): Line[] {
  const percentDone = miner?.datasetPercent ?? null;
  if (percentDone !== null) {
    const bar = countdownBar(percentDone, 100, GRAPH_MINUTES - 6);
    return [[plain(cell('Dataset', LABEL)), accent(bar), plain(cell(percent(percentDone, 100), 6, 'right'))]];
  }
  const best = Math.max(0, ...[...history, miner?.hashesPerSecond.highest ?? null].map(reading));
  if (best === 0) {
    return [[plain(`${cell('Last hour', LABEL)}the graph begins with the first minute of hashing`)]];
  }
  return graph(history, best, height).map((columns, index) => {
    const label = index === 0 ? 'Last hour' : index === height - 1 ? `0 to ${hashrate(best).digits}` : '';
    return [plain(cell(label, LABEL)), accent(columns)];
  });
}

function reading(value: number | null): number {
  return value !== null && Number.isFinite(value) && value > 0 ? value : 0;
}
