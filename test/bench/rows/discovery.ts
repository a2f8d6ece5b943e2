import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { canMakeLan, createLan, type Host } from '../../headless/discovery/lan.ts';
import { stackOn } from '../../headless/discovery/rig-on-lan.ts';
import type { Bench } from '../bench.ts';
import { bundles } from '../mining-rig.ts';
import { type Measured, NotMeasured, type Row } from '../row.ts';
import { median } from '../statistics.ts';
import { openTerminal } from '../terminal.ts';
import { unitCommand } from '../unit.ts';

/** Milliseconds (docs/design.md, "Numbers to hold"). */
const GOAL = 1500;
const RUNS = 5;
/** Avahi does not repeat within a second what it has just told another rig (RFC 6762, 6). */
const PAUSE_MS = 1100;

export const discovery: Row = {
  name: 'discovery',
  what: 'first usable address to a verified stack on the screen',
  goal: 'at most 1.5 s',
  measure,
};

async function measure(bench: Bench): Promise<Measured> {
  if (!canMakeLan) throw new NotMeasured('it takes a network of its own, which only root can make');
  const { exitCode } = await execa('avahi-daemon', ['--version'], { reject: false });
  if (exitCode !== 0) throw new NotMeasured('it takes a real Avahi: apt-get install avahi-daemon');
  bench.say(`Looking for a stack on a network ${RUNS} times`);
  const folder = join(bench.folder, 'discovery');
  const [engine, console] = await bundles(folder);
  const lan = await createLan();
  try {
    const stack = await lan.host('10.77.0.5/24');
    await stack.avahi('pithead');
    await stackOn(stack);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await sleep(PAUSE_MS);
      const own = join(folder, String(run));
      await mkdir(own);
      times.push(
        await findOnce(await lan.host(), `10.77.0.${100 + run}/24`, { engine, console, folder: own }),
      );
    }
    const middle = median(times);
    return {
      value: `${(middle / 1000).toFixed(2)} s`,
      holds: middle <= GOAL,
      note: `Median of ${RUNS} rigs, ${(Math.min(...times) / 1000).toFixed(2)} to ${(Math.max(...times) / 1000).toFixed(2)} s, from the address being set on a running engine's interface to "ready" in its console. Found by pithead.local at a real Avahi, verified by a Stratum login; network namespaces on one bridge.`,
      figures: { medianMilliseconds: middle, milliseconds: times },
    };
  } finally {
    await lan.close();
  }
}

/** A rig with no address yet gets one. Milliseconds from then until its console shows the verified stack. */
async function findOnce(
  host: Host,
  address: string,
  { engine, console, folder }: { engine: string; console: string; folder: string },
): Promise<number> {
  const { nodeFlags } = await unitCommand('headless');
  const program = host.start(process.execPath, ...nodeFlags, engine, '--mode', 'laptop', '--run-dir', folder);
  program.stdout?.resume();
  const terminal = openTerminal(await unitCommand('tui'), console, join(folder, 'console.sock'));
  try {
    await terminal.shows(/press Enter and type it/, 30_000);
    await sleep(1000);
    const start = performance.now();
    await host.address(address);
    return (await terminal.shows(/ready/, 30_000)) - start;
  } finally {
    await terminal.stop();
    program.kill('SIGTERM');
  }
}
