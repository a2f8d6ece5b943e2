import { access } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import {
  CACHE_PAGES_2M,
  DATASET_PAGES_2M,
  PAGE_2M_BYTES,
  PAGES_2M_PER_NODE,
} from '../../../headless/tuning/sizes.ts';
import type { Bench } from '../bench.ts';
import { type LoneMiner, startLoneMiner } from '../lone-miner.ts';
import { XMRIG } from '../mining-rig.ts';
import { compared, measurePairs, minutesFor } from '../pairs.ts';
import { megabytes, memoryOf } from '../process.ts';
import { reservePages } from '../reserve-pages.ts';
import { type Measured, NotMeasured, type Row } from '../row.ts';
import { startStack } from '../stack.ts';
import { mean } from '../statistics.ts';

/** Both miners have a whole dataset, and something is left for everybody else. */
const SPARE_BYTES = 1e9;

export const pages: Row = {
  name: 'pages',
  what: 'hashrate with 2 MB pages / with none',
  goal: null,
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  await access(XMRIG).catch(() => {
    throw new NotMeasured('XMRig is not built for this machine: npm run xmrig');
  });
  const needed = DATASET_PAGES_2M + CACHE_PAGES_2M + availableParallelism() + PAGES_2M_PER_NODE;
  if (freemem() < 2 * needed * PAGE_2M_BYTES + SPARE_BYTES)
    throw new NotMeasured('two XMRigs in fast mode do not fit into the memory that is free');
  const putBack = reservePages(needed);
  const parts: { stop(): Promise<void> }[] = [];
  // A stopped process does not hear that its parent is gone.
  const endAll = () => void Promise.all(parts.map((part) => part.stop()));
  process.once('exit', endAll);
  try {
    bench.say('Starting an XMRig on 2 MB pages and one on 4 kB pages');
    const { stack, port } = await startStack();
    parts.push(stack);
    const huge = await startLoneMiner(join(bench.folder, 'huge'), port, true);
    parts.push(huge);
    hold(huge);
    const small = await startLoneMiner(join(bench.folder, 'small'), port, false);
    parts.push(small);
    await check(huge, small);
    const wanted = bench.options.pairs;
    bench.say(`Comparing pages in ${wanted} pairs of windows, ${minutesFor(wanted)} minutes`);
    const windows = await measurePairs(wanted, (state) => {
      const [runs, waits] = state === 'one' ? [huge, small] : [small, huge];
      hold(waits);
      process.kill(runs.pid, 'SIGCONT');
      return runs.apiPort;
    });
    const { ratio, low, high, value, how } = compared(windows);
    const [onHuge, onSmall] = [mean(windows.map(([one]) => one)), mean(windows.map(([, other]) => other))];
    return {
      value,
      holds: null,
      note: `Fast mode (dataset of 2 GB), two XMRigs of which one is stopped while the other hashes: about ${onHuge.toFixed(0)} H/s with every page of 2 MB, ${onSmall.toFixed(0)} H/s with the kernel's transparent huge pages off for it too; ${how}. The kernel's number of pages is as it was before.`,
      figures: { ratio, low, high, pairs: windows.length, hashesPerSecond: { onHuge, onSmall }, windows },
    };
  } finally {
    process.off('exit', endAll);
    for (const part of parts.reverse()) await part.stop();
    putBack();
  }
}

function hold({ pid }: LoneMiner): void {
  process.kill(pid, 'SIGSTOP');
}

/** A figure is worth nothing where one of the two has not the pages that it stands for. */
async function check(huge: LoneMiner, small: LoneMiner): Promise<void> {
  const [got = 0, asked = 0] = huge.summary.hugepages;
  if (got < asked) throw new NotMeasured(`XMRig got only ${got} of ${asked} pages of 2 MB`);
  const { hugeBytes } = await memoryOf(small.pid);
  if (hugeBytes > 0)
    throw new NotMeasured(`the XMRig without huge pages has ${megabytes(hugeBytes)} of transparent ones`);
}
