/**
 * One `npm run boot` inside its namespace: `inside.ts SPEC` with the `RigSpec` as JSON. Boots, shows, waits for
 * whatever ends the run, and leaves nothing behind.
 */
import { chown, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../headless/snapshot.ts';
import { type Report, timesLine } from './report.ts';
import { Rig, type RigSpec } from './rig.ts';
import { type Console, HOW_TO_LEAVE, openConsole } from './terminal.ts';

const DEFAULT_TIMEOUT_S = 900;
/** The engine learns of a share from XMRig's API a few seconds after the stack has verified it. */
const SETTLE_MS = 60_000;
/** After a failure: how long to wait for a guest that may be dead. */
const GIVE_UP_MS = 20_000;

/** How a run ended; `ok` is null where nothing was asked to happen, `hurry` after a signal. */
interface Outcome {
  readonly ok: boolean | null;
  readonly reason: string;
  readonly hurry?: boolean;
}

const spec: RigSpec = JSON.parse(process.argv[2] ?? '');
const told = interruption();
process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
// Everything this process opened is closed; whatever a library still holds must not keep the namespace alive.
process.exit();

async function run(): Promise<number> {
  const started = performance.now();
  let console_: Console | null = null;
  const say = (line: string): void => {
    if (console_ === null)
      console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);
    else console_.setStatus(line);
  };
  const rig = await Rig.boot(spec, say);
  try {
    if (process.stdin.isTTY === true && process.stdout.isTTY === true) {
      console.log(HOW_TO_LEAVE);
      console_ = openConsole(rig.machine.screen, (bytes) => rig.machine.typeOnSerial(bytes));
    }
    console_?.setStatus('the machine starts');
    void narrate(rig, say);
    void typeKeys(rig, say);
    const outcome = await Promise.race([...endings(rig, console_), told]);
    const ask = spec.inspect && outcome.hurry !== true;
    const snapshot = ask ? await lastSnapshot(rig, outcome.ok === true) : null;
    const journal = ask && outcome.ok === false ? await journalEnd(rig) : '';
    if (spec.screenshot !== undefined) await rig.machine.qmp.screenshot(spec.screenshot).catch(say);
    const screen = rig.machine.screen.text();
    console_?.close();
    console_ = null;
    await conclude(rig.report(outcome.ok ?? true, outcome.reason, snapshot), screen, journal);
    return outcome.ok === false ? 1 : 0;
  } finally {
    (console_ as Console | null)?.close();
    await rig.stop();
    await giveBack([spec.report, spec.screenshot, spec['serial-log']]);
  }
}

/** Everything that can end the run, first come. */
function endings(rig: Rig, terminal: Console | null): Promise<Outcome>[] {
  const wanted = spec['until-shares'];
  const judged = wanted !== undefined;
  const ways = [
    rig.machine.ended.then((why) => ({ ok: judged ? false : null, reason: `the machine went off: ${why}` })),
  ];
  if (terminal !== null)
    ways.push(terminal.left.then(() => ({ ok: judged ? false : null, reason: 'left by a person' })));
  if (wanted !== undefined) {
    const panic = rig.machine.screen.waitFor(
      /Kernel panic|end Kernel|Rebooting in \d+ seconds/,
      24 * 3_600_000,
    );
    ways.push(
      sharesVerified(rig, wanted),
      panic.then(() => ({ ok: false, reason: 'the kernel panicked' })),
    );
  }
  if (spec.inspect) {
    const seconds = spec.timeout ?? DEFAULT_TIMEOUT_S;
    const reason = judged
      ? `${wanted} verified shares did not come in ${seconds} s`
      : `${seconds} s are over`;
    ways.push(sleep(seconds * 1000, { ok: judged ? false : null, reason }, { ref: false }));
  }
  return ways;
}

async function sharesVerified(rig: Rig, wanted: number): Promise<Outcome> {
  while (rig.shares().verifiedShares < wanted) await sleep(250);
  const { rejectedShares } = rig.shares();
  // Every hash of a sound rig is right: one that is rejected is a fault of the image, or of QEMU.
  return rejectedShares === 0
    ? { ok: true, reason: `${wanted} shares verified, none rejected` }
    : { ok: false, reason: `${wanted} shares verified, but ${rejectedShares} rejected` };
}

function interruption(): Promise<Outcome> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve({ ok: false, reason: `ended by ${signal}`, hurry: true }));
    }
  });
}

async function narrate(rig: Rig, say: (line: string) => void): Promise<void> {
  await rig.machine.screen.waitFor(() => rig.machine.firstFrame !== null, 24 * 3_600_000).catch(() => {});
  say('The rig shows its first screen');
  let before = '';
  for (;;) {
    await sleep(500);
    const { workers, verifiedShares, rejectedShares } = rig.shares();
    if (workers.length === 0) continue;
    const now = `${workers.join(', ')}: ${verifiedShares} shares verified, ${rejectedShares} rejected`;
    if (now !== before) say(now);
    before = now;
  }
}

async function typeKeys(rig: Rig, say: (line: string) => void): Promise<void> {
  if (spec.keys.length === 0) return;
  await rig.machine.screen.waitFor(() => rig.machine.firstFrame !== null, 600_000);
  await sleep(1000);
  await rig.machine.qmp.type(spec.keys).catch((error: unknown) => say(String(error)));
}

/** The last snapshot; after success the one in which the engine has seen its share too. */
async function lastSnapshot(rig: Rig, mined: boolean): Promise<Snapshot | null> {
  try {
    if (!mined) return await Promise.race([rig.snapshot(), sleep(GIVE_UP_MS, null, { ref: false })]);
    return await rig.snapshotWhere((s) => s.milestones.firstShare !== null, SETTLE_MS);
  } catch {
    return rig.snapshot().catch(() => null);
  }
}

async function journalEnd(rig: Rig): Promise<string> {
  const late = sleep(GIVE_UP_MS, '(the guest did not answer in time)', { ref: false });
  return Promise.race([rig.journalEnd(), late]);
}

async function conclude(report: Report, screen: string, journal: string): Promise<void> {
  if (spec.report !== undefined) await writeFile(spec.report, `${JSON.stringify(report, null, 2)}\n`);
  if (!report.ok) console.log(`The last screen:\n${screen}\n`);
  if (journal !== '') console.log(`The end of the journal:\n${journal}\n`);
  console.log(`${report.ok ? 'Done' : 'Failed'}: ${report.reason}`);
  if (spec.inspect) console.log(timesLine(report.times));
}

/** Under sudo, the files that were asked for belong to the person who asked. */
async function giveBack(files: readonly (string | undefined)[]): Promise<void> {
  const owner = process.env['SUDO_UID'];
  const group = process.env['SUDO_GID'];
  if (owner === undefined || group === undefined) return;
  for (const file of files)
    if (file !== undefined) await chown(file, Number(owner), Number(group)).catch(() => {});
}
