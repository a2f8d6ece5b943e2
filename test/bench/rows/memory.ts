import type { Bench } from '../bench.ts';
import { megabytes, memoryOf } from '../process.ts';
import type { Measured, Row } from '../row.ts';
import { steadyMinute } from '../steady.ts';

/** docs/design.md, "Numbers to hold", in bytes. */
const ENGINE_GOAL = 70e6;
const CONSOLE_GOAL = 90e6;

export const engineMemory: Row = {
  name: 'engine-memory',
  what: 'memory of the engine while mining',
  goal: 'at most 70 MB',
  needs: 'rig',
  measure: (bench) => measure(bench, 'engine', ENGINE_GOAL),
};

export const consoleMemory: Row = {
  name: 'console-memory',
  what: 'memory of a console while mining',
  goal: 'at most 90 MB',
  needs: 'rig',
  measure: (bench) => measure(bench, 'console', CONSOLE_GOAL),
};

/** After the minute in which nothing happens: what was needed only for the start has been collected by then. */
async function measure(bench: Bench, part: 'engine' | 'console', goal: number): Promise<Measured> {
  const rig = await bench.rig();
  await steadyMinute(bench);
  const { rss, pss, anonymous } = await memoryOf(rig[part].pid);
  return {
    value: megabytes(rss),
    holds: rss <= goal,
    note: `RSS, which the goal is held against. Of it ${megabytes(anonymous)} are its own; the rest are pages of Node's file, which all Node processes share. PSS here: ${megabytes(pss)}. Node flags as in the image's unit.`,
    figures: { rssBytes: rss, pssBytes: pss, anonymousBytes: anonymous },
  };
}
