import type { Snapshot } from '../../headless/snapshot.ts';
import { hashrate } from '../format.ts';
import { accent, BLANK, cell, fit, type Line, plain } from '../line.ts';
import { graph } from '../widgets/graph.ts';

/** The least lines in which the graph says anything. */
export const LOWEST_GRAPH = 2;

/** The hashrate of the last hour as a graph in `height` lines. */
export function hourLines(snapshot: Snapshot, width: number, height: number): Line[] {
  const lines = content(snapshot, height).map((line) => fit(line, width));
  return Array.from({ length: height }, (_, index) => lines[index] ?? BLANK);
}

const LABEL = 13;

/** The highest there was, whoever says so: XMRig begins anew when it is started again. Null while there was none. */
export function best({ history, miner }: Snapshot): number | null {
  const rates = miner ? Object.values(miner.hashesPerSecond) : [];
  return Math.max(0, ...[...history, ...rates].map(reading)) || null;
}

function content(snapshot: Snapshot, height: number): Line[] {
  const top = best(snapshot);
  if (top === null) {
    return [[plain(`${cell('Last hour', LABEL)}the graph starts after the first minute of mining`)]];
  }
  return graph(snapshot.history, top, height).map((columns, index) => {
    const label = index === 0 ? 'Last hour' : index === height - 1 ? `0 to ${hashrate(top).digits}` : '';
    return [plain(cell(label, LABEL)), accent(columns)];
  });
}

function reading(value: number | null): number {
  return value !== null && Number.isFinite(value) && value > 0 ? value : 0;
}
