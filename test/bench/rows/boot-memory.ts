import { guestMemory } from '../boot/figures.ts';
import { megabytes, parseMemory } from '../process.ts';
import type { Row } from '../row.ts';

/** Bytes (docs/design.md, "Numbers to hold"). */
const GOAL = 400e6;

export const bootMemory: Row = {
  name: 'boot-memory',
  what: 'memory of a booted rig, huge pages and XMRig not counted',
  goal: 'at most 400 MB',
  needs: 'boot',
  async measure(bench) {
    const { rig } = await bench.boot();
    const memory = guestMemory(rig.guest);
    const programs = Object.entries(rig.guest.programs).map(([unit, text]) => ({
      unit,
      ...parseMemory(text),
    }));
    const each = programs.map(({ unit, rss }) => `${unit} ${megabytes(rss)}`).join(', ');
    const { total, available, hugePages, xmrig } = memory;
    return {
      value: megabytes(memory.rig),
      holds: memory.rig <= GOAL,
      note: `MemTotal ${megabytes(total)} less MemAvailable ${megabytes(available)}, huge pages ${megabytes(hugePages)} and XMRig's other memory ${megabytes(xmrig)}. With two consoles (screen and serial line), the root file system in memory, and the test's own shell. RSS there: ${each}.`,
      figures: { ...memory, programs },
    };
  },
};
