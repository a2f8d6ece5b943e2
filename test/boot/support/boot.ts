import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFailed, onTestFinished } from 'vitest';
import type { Snapshot } from '../../../headless/snapshot.ts';
import { parseOptions } from '../../qemu/options.ts';
import { Rig } from '../../qemu/rig.ts';

export const IMAGE =
  process.env['RIGFORGE_IMAGE'] ?? join(import.meta.dirname, '../../../build/rigforge.raw');

/** How long an emulated rig may take from power-on to its first verified shares, in milliseconds. */
export const MINING_MS = 900_000;

/** Boots the image with options as a person gives them to `npm run boot`, and with a look inside. */
export async function bootRig(...args: string[]): Promise<Rig> {
  const options = parseOptions(args);
  if (options === 'help') throw new Error('no help in tests');
  return Rig.boot({ ...options, image: options.image ?? IMAGE, inspect: true }, (line) => console.log(line));
}

/** Waits for `more` further verified shares, with none rejected. Rejects with the screen as it is. */
export async function moreShares(rig: Rig, more: number, timeoutMs: number): Promise<void> {
  const goal = rig.shares().verifiedShares + more;
  const end = performance.now() + timeoutMs;
  while (rig.shares().verifiedShares < goal) {
    if (performance.now() > end) {
      throw new Error(
        `no ${more} more shares in ${timeoutMs / 1000} s; the screen:\n${rig.machine.screen.text()}`,
      );
    }
    await sleep(250);
  }
  noneRejected(rig);
}

/** A thread that hashes wrong is left out by XMRig's self-test: that is no better than a rejected share. */
function noneRejected(rig: Rig | undefined): void {
  const { rejectedShares = 0 } = rig?.shares() ?? {};
  if (rejectedShares > 0) throw new Error(`the stack rejected ${rejectedShares} shares`);
  const screen = rig?.machine.screen.text() ?? '';
  if (/self-test:/.test(screen)) throw new Error(`XMRig hashes wrong; the screen:\n${screen}`);
}

/** The rig mines, and knows of its first share. */
export function mined({ stage, milestones }: Snapshot): boolean {
  return stage === 'mining' && milestones.firstShare !== null;
}

/** A serial line listens to keys after Enter only; its footer tells when it does. */
export async function wakeConsole(rig: Rig): Promise<void> {
  rig.machine.typeOnSerial('\r');
  await rig.machine.screen.waitFor(/^(?!.*Enter use this console)/s, 180_000);
}

/** The process of a unit in the guest; 0 when it has none. */
export async function mainPid(rig: Rig, unit: string): Promise<number> {
  return Number(await rig.machine.shell.read(`systemctl show --property MainPID --value ${unit}`));
}

/** Forgets the screen, so that only what is drawn anew counts. */
export function wipeScreen(rig: Rig): void {
  rig.machine.screen.terminal.reset();
}

/** When a test fails, says what the machine showed and logged; it fails, too, where a share was rejected: every hash of a sound rig is right. */
export function explainFailure(rig: () => Rig | undefined): void {
  onTestFinished(() => noneRejected(rig()));
  onTestFailed(async () => {
    const machine = rig();
    if (machine === undefined) return;
    console.log(
      `The screen:\n${machine.machine.screen.text()}\n\nThe journal:\n${await machine.journalEnd(40)}`,
    );
  });
}

export async function scratch(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'boot-'));
}
