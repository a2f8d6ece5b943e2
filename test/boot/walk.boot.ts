import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REMEMBERED_FILE } from '../../headless/config/remembered.ts';
import type { Snapshot } from '../../headless/snapshot.ts';
import { keysSchema, typeText } from '../qemu/keys.ts';
import type { Rig } from '../qemu/rig.ts';
import { readFromStick } from '../qemu/stick.ts';
import { Stack } from '../stack/stack.ts';
import { bootRig, explainFailure, MINING_MS, scratch } from './support/boot.ts';
import { takePicture } from './support/picture.ts';
import { monitorShows } from './support/tty1.ts';

const PASSWORD = 'Shed-42!';
/** What the monitor takes to answer a key, on a slow host. */
const ANSWER_MS = 120_000;
const BOOT_MS = 420_000;

describe('a person at the keyboard of a computer in a network with three stacks', () => {
  let rig: Rig;
  let second: Stack;
  let third: Stack;
  let stick: string;

  // An emulated machine on a slow host takes long to hear of a key: more time to press one than the 30 s of a PC.
  const machine = ['--memory', '2G', '--smp', '1', '--cmdline', 'rigforge.wait=90'];
  const lan = { interface: 'lan0', difficulty: 10 };
  const startSecond = async () => {
    await execa('ip', ['address', 'add', '10.77.0.2/24', 'dev', 'lan0']);
    second = await Stack.start({ ...lan, address: '10.77.0.2', name: 'pithead-2', password: PASSWORD });
  };
  const startThird = async () => {
    await execa('ip', ['address', 'add', '10.77.0.3/24', 'dev', 'lan0']);
    third = await Stack.start({ ...lan, address: '10.77.0.3', name: 'umbrel', kind: 'p2pool' });
  };
  const end = async () => {
    await third?.stop();
    await second?.stop();
    await rig?.stop();
  };

  beforeAll(async () => {
    stick = join(await scratch(), 'stick.raw');
    rig = await bootRig(...machine);
  });
  afterAll(end);
  beforeEach(() => explainFailure(() => rig));

  it('stops the countdown with a key, and sees each stack that comes', async () => {
    await monitorShows(rig, [/> pithead\.local/, /Any key stops this/], BOOT_MS);
    await press('down');
    await monitorShows(rig, [/Countdown stopped/], ANSWER_MS);
    // Rows stand in the order in which the rig would choose.
    await startSecond();
    await press('l');
    await monitorShows(rig, [/pithead\.local .* ready\n.*pithead-2\.local .* needs password/], ANSWER_MS);
    await startThird();
    await press('l');
    await monitorShows(rig, [/pithead-2\.local .* needs password\n.*umbrel\.local .* ready/], ANSWER_MS);
    await press('up', 'up', 'up');
    await monitorShows(rig, [/> pithead\.local/], ANSWER_MS);
  });

  it('reads the checks, and goes back', async () => {
    await press('3');
    await monitorShows(rig, [/\[ ok \] {2}CPU/, /wait +90/], ANSWER_MS);
    await takePicture(rig, 'checks');
    await press('escape');
    await monitorShows(rig, [/> pithead\.local/], ANSWER_MS);
  });

  it('chooses the second, types its password, and has it remembered', async () => {
    await press('down');
    await monitorShows(rig, [/> pithead-2\.local/, /press Enter and type it/], ANSWER_MS);
    await takePicture(rig, 'stacks');
    await press('enter');
    await monitorShows(rig, [/Password of pithead-2\.local/], ANSWER_MS);
    await rig.machine.qmp.type(typeText(PASSWORD));
    const typed = await monitorShows(rig, [/> \*{8}_/], ANSWER_MS);
    expect(typed).not.toContain(PASSWORD);
    await takePicture(rig, 'password');
    await press('enter');
    await monitorShows(rig, [/Mine on pithead-2\.local: for how long\?/], ANSWER_MS);
    await press('down');
    await monitorShows(rig, [/> .*remember it on the stick/], ANSWER_MS);
    await takePicture(rig, 'remember');
    await press('enter');
  });

  it('watches it mine there, and only there', async () => {
    await verified(second, 3);
    const snapshot = await rig.snapshotWhere(settled, MINING_MS);
    expect(snapshot.target).toMatchObject({ host: 'pithead-2.local', source: 'person' });
    expect([rig.shares(), third.status()]).toMatchObject([{ verifiedShares: 0 }, { verifiedShares: 0 }]);
    await monitorShows(rig, [/ 60 s +\d[\d.,]* k?H\/s/, /pithead-2\.local/, /accepted/], ANSWER_MS);
    await takePicture(rig, 'mining');
    await press('4');
    await monitorShows(rig, [/4 \[Tuning\]/, /Huge pages/], ANSWER_MS);
    await takePicture(rig, 'tuning');
    await press('5');
    const log = await monitorShows(rig, [/5 \[Log\]/, /accepted/], ANSWER_MS);
    expect(log).not.toContain(PASSWORD);
    await takePicture(rig, 'log');
  });

  it('pulls the keyboard out, and goes on with it when it is plugged in again', async () => {
    await rig.machine.qmp.unplug('keyboard');
    await rig.snapshotWhere((s) => !s.rig.keyboard, 300_000);
    await rig.machine.qmp.execute('device_add', { driver: 'usb-kbd', id: 'keyboard', bus: 'xhci.0' });
    await rig.snapshotWhere((s) => s.rig.keyboard, 300_000);
    await press('6');
    await monitorShows(rig, [/6 \[Messages\]/], ANSWER_MS);
  });

  it('has to press nothing at the next start: it goes straight there', async () => {
    await rig.snapshotWhere((s) => s.messages.some(({ text }) => text.includes('is remembered')), 300_000);
    await copyFile(join(rig.directory, 'stick.raw'), stick);
    expect(await readFromStick(stick, REMEMBERED_FILE)).toContain('pithead-2.local');
    await end();
    rig = await bootRig(...machine, '--image', stick);
    await startSecond();
    await startThird();
    await verified(second, 1);
    const { target } = await rig.snapshotWhere((s) => s.stage === 'mining', 300_000);
    expect(target).toMatchObject({ host: 'pithead-2.local', source: 'stick' });
    expect(target?.why).toContain('remembered on the stick');
    expect([rig.shares(), third.status()]).toMatchObject([{ verifiedShares: 0 }, { verifiedShares: 0 }]);
  });

  async function press(...names: string[]): Promise<void> {
    await rig.machine.qmp.type(keysSchema.parse(names.join(',')));
  }

  async function verified(stack: Stack, shares: number): Promise<void> {
    await expect
      .poll(() => stack.status().verifiedShares, { timeout: MINING_MS, interval: 1000 })
      .toBeGreaterThanOrEqual(shares);
    expect(stack.status().rejectedShares).toBe(0);
  }
});

/** A minute's hashrate and a few shares: what a person sees who comes back to it. */
function settled({ stage, miner }: Snapshot): boolean {
  return (
    stage === 'mining' && miner !== null && miner.hashesPerSecond.seconds60 !== null && miner.accepted >= 3
  );
}

describe('a person whose computer has Secure Boot on and no cable in, in a network without a stack', () => {
  let rig: Rig;
  const cable = async (up: boolean) => rig.machine.qmp.execute('set_link', { name: 'card', up });
  beforeAll(async () => {
    rig = await bootRig('--firmware', 'secure', '--memory', '2G', '--no-stack');
    await cable(false);
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('reads which port has no cable', async () => {
    await monitorShows(rig, [/No cable in en\w+: plug/, /en\w+ +no cable/], BOOT_MS);
    await takePicture(rig, 'no-cable');
  });

  it('plugs it in, and reads that the rig looks for a stack', async () => {
    await cable(true);
    await rig.snapshotWhere((snapshot) => hasAddress(snapshot.rig), BOOT_MS);
    await monitorShows(rig, [/No mining stack found on your network/, / 10\.77\.0\.\d+\/24/], BOOT_MS);
    await takePicture(rig, 'no-stack');
  });

  it('reads on the checks what Secure Boot costs', async () => {
    await rig.machine.qmp.type(keysSchema.parse('3'));
    await monitorShows(
      rig,
      [/\[warn\] {2}Firmware +UEFI, Secure Boot on/, /Switch Secure Boot off/],
      ANSWER_MS,
    );
    await takePicture(rig, 'secure-boot');
  });
});

function hasAddress({ links }: Snapshot['rig']): boolean {
  return links.some(({ addresses }) => addresses.some((one) => one.startsWith('10.77.0.')));
}
