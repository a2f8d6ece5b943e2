import type { Bench } from '../bench.ts';
import type { MiningRig } from '../mining-rig.ts';
import { compared, measurePairs, minutesFor } from '../pairs.ts';
import type { Measured, Row } from '../row.ts';
import { mean } from '../statistics.ts';

/** docs/design.md, "Numbers to hold". */
const GOAL = 0.995;

export const hashrate: Row = {
  name: 'hashrate',
  what: 'hashrate with engine and console running / stopped',
  goal: 'at least 0.995',
  needs: 'rig',
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  const rig = await bench.rig();
  const wanted = bench.options.pairs;
  bench.say(`Comparing hashrates in ${wanted} pairs of windows, ${minutesFor(wanted)} minutes`);
  const resume = () => signal(rig, 'SIGCONT');
  process.once('exit', resume);
  try {
    const pairs = await measurePairs(wanted, (state) => {
      signal(rig, state === 'one' ? 'SIGCONT' : 'SIGSTOP');
      return rig.apiPort;
    });
    const { ratio, low, high, value, how } = compared(pairs);
    const [running, stopped] = [
      mean(pairs.map(([with_]) => with_)),
      mean(pairs.map(([, without]) => without)),
    ];
    return {
      value,
      holds: high >= GOAL,
      note: `One XMRig, about ${running.toFixed(0)} H/s; ${how}. Short only where all of it lies below the goal.`,
      figures: {
        ratio,
        low,
        high,
        pairs: pairs.length,
        hashesPerSecond: { running, stopped },
        windows: pairs,
      },
    };
  } finally {
    process.off('exit', resume);
    resume();
  }
}

function signal(rig: MiningRig, name: 'SIGCONT' | 'SIGSTOP'): void {
  for (const pid of [rig.engine.pid, rig.console.pid]) process.kill(pid, name);
}
