import type { Row } from '../row.ts';
import { steadyMinute } from '../steady.ts';

/** Percent of one core (docs/design.md, "Numbers to hold"). */
const GOAL = 0.5;

export const cpu: Row = {
  name: 'cpu',
  what: 'CPU of engine and one console while mining',
  goal: 'at most 0.5 % of one core',
  needs: 'rig',
  async measure(bench) {
    const { seconds, engineCpuSeconds, consoleCpuSeconds } = await steadyMinute(bench);
    const [engine, console] = [engineCpuSeconds, consoleCpuSeconds].map((cpu) => (cpu / seconds) * 100) as [
      number,
      number,
    ];
    return {
      value: `${(engine + console).toFixed(2)} %`,
      holds: engine + console <= GOAL,
      note: `Engine ${engine.toFixed(2)} %, console ${console.toFixed(2)} %; over ${seconds.toFixed(0)} s, more than a minute after the last key.`,
      figures: { percent: engine + console, enginePercent: engine, consolePercent: console, seconds },
    };
  },
};
