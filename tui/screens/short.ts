import { count, duration, hashrate } from '../format.ts';
import { accent, apart, fit, type Line, plain, strong, wrap } from '../line.ts';
import type { EngineView } from '../snapshot-client.ts';
import { stageName } from '../stage.ts';
import type { Ui } from '../ui.ts';
import { messageLines, sorted } from '../widgets/messages.ts';
import { doingLine, waitingScreen } from './waiting.ts';

/** What matters most, for windows too small for the layout and for any choice; as many lines as there are. */
export function shortScreen(view: EngineView, ui: Ui, width: number, rows: number, quitKey: boolean): Line[] {
  const { snapshot } = view;
  if (!snapshot || view.connection !== 'connected') {
    return waitingScreen(view, ui.leaving, width).slice(0, rows);
  }
  const lines: Line[] = [
    apart([strong(snapshot.rig.label)], [accent(stageName(snapshot))], width),
    ...wrap(doingLine(view, snapshot), width, 4).map((text): Line => [plain(text)]),
  ];
  const { miner, countdown, target } = snapshot;
  if (countdown && target) {
    lines.push(fit([accent(`${Math.max(0, countdown.secondsLeft)} s`), plain(` to ${target.host}`)], width));
  }
  if (miner) {
    const rate = miner.hashesPerSecond.seconds60 ?? miner.hashesPerSecond.seconds10;
    const { digits, unit } = hashrate(rate);
    const last = miner.lastShareSeconds === null ? '' : `, last ${duration(miner.lastShareSeconds)} ago`;
    lines.push(fit([strong(rate === null ? 'no hashrate yet' : `${digits} ${unit}`)], width));
    lines.push(fit([plain(`${count(miner.accepted)} shares${last}`)], width));
  }
  lines.push(
    ...sorted(snapshot.messages).flatMap((message) => messageLines(message, Math.max(10, width), 2)),
  );
  lines.push([plain(`A window of 80x24 shows more${quitKey ? '; Q quits' : ''}.`)]);
  return lines.map((line) => fit(line, width)).slice(0, rows);
}
