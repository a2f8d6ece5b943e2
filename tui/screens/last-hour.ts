import type { Snapshot } from '../../headless/snapshot.ts';
import { hashrate } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain } from '../line.ts';
import { graph } from '../widgets/graph.ts';

/** The hashrate of the last hour as a graph in `height` lines. */
export function hourLines(snapshot: Snapshot, width: number, height: number): Line[] {
  const lines = content(snapshot, height).map((line) => fit(line, width));
  return Array.from({ length: height }, (_, index) => lines[index] ?? BLANK);
}

const LABEL = 13;

function content({ history, miner }: Snapshot, height: number): Line[] {
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
