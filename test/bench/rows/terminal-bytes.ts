import type { Row } from '../row.ts';
import { steadyMinute } from '../steady.ts';

export const terminalBytes: Row = {
  name: 'terminal-bytes',
  what: 'bytes a minute that the console writes while mining',
  goal: null,
  needs: 'rig',
  async measure(bench) {
    const { seconds, terminalBytes } = await steadyMinute(bench);
    const perMinute = Math.round((terminalBytes / seconds) * 60);
    // Ten bits a byte on a serial line.
    const percent = (perMinute / ((115_200 / 10) * 60)) * 100;
    return {
      value: String(perMinute),
      holds: null,
      note: `On a screen of 128x48, nobody at the keyboard. A serial line of 115200 baud would be busy with it ${percent.toFixed(2)} % of the time.`,
      figures: { bytesPerMinute: perMinute },
    };
  },
};
