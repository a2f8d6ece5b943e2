/**
 * One boot of the tuning matrix, inside its namespace: `inside.ts NAME IMAGE RESULT`. Boots, waits for a share or a halt, looks into
 * the guest, and writes an `Outcome` as JSON to RESULT.
 */
import { writeFile } from 'node:fs/promises';
import type { Snapshot } from '../../../headless/snapshot.ts';
import { parseOptions } from '../../qemu/options.ts';
import { Rig } from '../../qemu/rig.ts';
import { mined, moreShares } from '../support/boot.ts';
import { type Cell, chooseCells } from './cells.ts';
import { compare, missingWords } from './compare.ts';
import type { Outcome } from './document.ts';
import { readGuestFacts } from './guest-facts.ts';

/** The engine learns of a share, and reads the tuning back, some seconds after the stack has verified it. */
const SETTLE_MS = 120_000;

const [name = '', image = '', result = ''] = process.argv.slice(2);
const [cell] = chooseCells([name]);
if (!cell) throw new Error('no boot was named');
await writeFile(result, JSON.stringify(await boot(cell)));
// Whatever a library still holds must not keep the namespace alive.
process.exit();

async function boot(cell: Cell): Promise<Outcome> {
  const options = parseOptions(cell.options);
  if (options === 'help') throw new Error('unreachable');
  const rig = await Rig.boot({ ...options, image, inspect: true }, (line) => console.log(line));
  let snapshot: Snapshot | null = null;
  try {
    const timeoutMs = cell.timeoutSeconds * 1000;
    if (cell.rungs.length === 0) {
      snapshot = await rig.snapshotWhere(({ stage }) => stage === 'halted', timeoutMs);
      return { problems: missingWords(cell, snapshot), snapshot, guest: null };
    }
    await Promise.race([moreShares(rig, 1, timeoutMs), death(rig)]);
    snapshot = await rig.snapshotWhere((one) => mined(one) && readBack(one), SETTLE_MS);
    const guest = await readGuestFacts(rig.machine.shell, cell.preset);
    return { problems: compare(cell, snapshot, guest), snapshot, guest };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    snapshot ??= await rig.snapshot().catch(() => null);
    console.log(`The screen:\n${rig.machine.screen.text()}\n\nThe journal:\n${await rig.journalEnd(40)}`);
    return { problems: [why], snapshot, guest: null };
  } finally {
    await rig.stop();
  }
}

/** Rejects when the machine goes off or its kernel panics. */
async function death(rig: Rig): Promise<never> {
  const panic = rig.machine.screen.waitFor(/Kernel panic|end Kernel/, 24 * 3_600_000);
  throw new Error(
    await Promise.race([
      rig.machine.ended.then((why) => `the machine went off: ${why}`),
      panic.then(() => 'the kernel panicked'),
    ]),
  );
}

/** XMRig has been asked: its threads stand in the record. */
function readBack({ tuning }: Snapshot): boolean {
  return tuning.some(({ knob, effective }) => knob === 'threads' && /^\d+ threads$/.test(effective));
}
