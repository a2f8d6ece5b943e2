import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../headless/snapshot.ts';
import { parseOptions } from '../qemu/options.ts';
import { Rig } from '../qemu/rig.ts';
import { explainFailure, IMAGE, MINING_MS } from './support/boot.ts';
import { sendIntent } from './support/intent.ts';

/** What a rig is known by: to its stack, to its router and to itself. */
interface Known {
  label: string;
  hostName: string;
  /** From the board alone: nothing on the network depends on it. */
  machineId: string;
  address: string;
}

/** Both boards have the same UUID, as cheap ones do: only the network cards differ. */
describe('two computers started from the same image on one network', () => {
  let first: Rig;
  let second: Rig;
  let before: Known[];
  beforeAll(async () => {
    const options = parseOptions(['--memory', '2G', '--smp', '1', '--keyboard', 'none']);
    if (options === 'help') throw new Error('no help in tests');
    const spec = { ...options, image: IMAGE, inspect: true };
    first = await Rig.boot(spec, (line) => console.log(line));
    second = await Rig.boot({ ...spec, beside: first });
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });
  beforeEach(() => explainFailure(() => second));

  it('have names and addresses of their own, and the stack sees two workers', async () => {
    before = await Promise.all([first, second].map(known));
    const [one, other] = before;
    for (const field of ['label', 'hostName', 'address'] as const) {
      expect(one?.[field]).not.toBe(other?.[field]);
    }
    expect(before.map(({ hostName }) => hostName)).toEqual(before.map(({ label }) => label));
    await expect
      .poll(() => workers(), { timeout: MINING_MS, interval: 1000 })
      .toEqual(before.map(({ label }) => label).sort());
  });

  it('keep them when they start again, by the reset button or by the power screen', async () => {
    const boots = await Promise.all([first, second].map(bootId));
    await Promise.all([
      first.startsAgain(() => first.machine.qmp.execute('system_reset')),
      second.startsAgain(() => sendIntent(second, { intent: 'reboot' })),
    ]);
    const now = await Promise.all([first, second].map(bootId));
    expect(now.filter((id) => boots.includes(id))).toEqual([]);
    expect(await Promise.all([first, second].map(known))).toEqual(before);
    expect(workers()).toEqual(before.map(({ label }) => label).sort());
  });

  function workers(): string[] {
    return first.shares().workers.toSorted();
  }
});

async function bootId(rig: Rig): Promise<string> {
  return rig.machine.shell.read('cat /proc/sys/kernel/random/boot_id');
}

/** Waits until the rig mines. */
async function known(rig: Rig): Promise<Known> {
  const { rig: self } = await rig.snapshotWhere(({ miner }) => miner?.connected === true, MINING_MS);
  const ask = (command: string) => rig.machine.shell.read(command);
  return {
    label: self.label,
    hostName: await ask('cat /proc/sys/kernel/hostname'),
    machineId: await ask('cat /etc/machine-id'),
    address: addressOf(self),
  };
}

function addressOf({ links }: Snapshot['rig']): string {
  return links.flatMap(({ addresses }) => addresses).find((one) => one.startsWith('10.77.0.')) ?? 'none';
}
