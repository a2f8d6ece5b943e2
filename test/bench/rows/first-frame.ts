import { join } from 'node:path';
import { execa } from 'execa';
import { openConsoleSocket } from '../../../headless/console/socket.ts';
import { OLD } from '../../tui/snapshots.ts';
import type { Bench } from '../bench.ts';
import { bundles } from '../mining-rig.ts';
import type { Measured, Row } from '../row.ts';
import { median } from '../statistics.ts';
import { openTerminal } from '../terminal.ts';
import { unitCommand } from '../unit.ts';

/** Milliseconds (docs/design.md, "Numbers to hold"). */
const GOAL = 250;
const STARTS = 10;

export const firstFrame: Row = {
  name: 'first-frame',
  what: 'console: process start to first full frame',
  goal: 'at most 250 ms',
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  const folder = join(bench.folder, 'first-frame');
  const [, bundle] = await bundles(folder);
  const path = join(folder, 'console.sock');
  const socket = await openConsoleSocket({ path, group: null, onIntent: () => {} });
  try {
    socket.publish(OLD);
    bench.say(`Starting the console ${STARTS} times`);
    const unit = await unitCommand('tui');
    const times: number[] = [];
    const empty: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      empty.push(await emptyProgram());
      const startedAt = performance.now();
      const terminal = openTerminal(unit, bundle, path);
      try {
        times.push((await terminal.shows(/H\/s[\s\S]*\[Mining\]/, 20_000)) - startedAt);
      } finally {
        await terminal.stop();
      }
    }
    const middle = median(times);
    return {
      value: `${middle.toFixed(0)} ms`,
      holds: middle <= GOAL,
      note: `Median of ${STARTS} starts, ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms, until the mining screen with the engine's figures stood whole in a terminal of 128x48. Without a compile cache, like the image. A program that does nothing took Node ${median(empty).toFixed(0)} ms in between.`,
      figures: { medianMilliseconds: middle, milliseconds: times, emptyProgramMilliseconds: empty },
    };
  } finally {
    await socket.close();
  }
}

/** Milliseconds that Node takes here and now to do nothing: how much of the figure is the machine's. */
async function emptyProgram(): Promise<number> {
  const startedAt = performance.now();
  await execa(process.execPath, ['--eval', '0']);
  return performance.now() - startedAt;
}
