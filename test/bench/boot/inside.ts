/**
 * The boots of the bench inside their namespace: `inside.ts SPEC`, where SPEC is JSON with the files of both images and where
 * to write the report. Says what happens on stderr.
 */
import { writeFile } from 'node:fs/promises';
import { chooseAccelerator } from '../../qemu/accelerator.ts';
import type { GuestShell } from '../../qemu/guest-shell.ts';
import { parseOptions } from '../../qemu/options.ts';
import { Rig } from '../../qemu/rig.ts';
import type { BootFigures } from './boot-once.ts';
import { type GuestText, PROTOCOLS } from './figures.ts';

/** UEFI for both: what a PC of today has, and mkosi's own way to boot. */
const MACHINE = ['--firmware', 'uefi'];
const PROGRAMS = ['rigforge-headless', 'rigforge-tui@tty1', 'rigforge-tui@ttyS0'];
const LOGIN_MS = 300_000;
/** An emulated rig builds its dataset for a minute or two. */
const MINING_MS = 600_000;

const { image, plain, report }: { image: string; plain: string; report: string } = JSON.parse(
  process.argv[2] ?? '',
);
const say = (line: string): void => console.error(`         ${line}`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const figures: BootFigures = {
  accelerator: await chooseAccelerator(),
  plain: await bootPlain(),
  rig: await bootRig(),
};
await writeFile(report, JSON.stringify(figures));
process.exit();

async function bootPlain(): Promise<BootFigures['plain']> {
  say('A plain Debian, to its login');
  const rig = await Rig.boot({ ...options(['--no-stack']), image: plain, inspect: false }, say);
  try {
    await rig.machine.screen.waitFor(/login: *$/, LOGIN_MS);
    const login = rig.machine.now();
    say(`login after ${(login / 1000).toFixed(1)} s`);
    return { login };
  } finally {
    await rig.stop();
  }
}

async function bootRig(): Promise<BootFigures['rig']> {
  say('The image, until it mines');
  const rig = await Rig.boot({ ...options([]), image, inspect: true }, say);
  try {
    await rig.snapshotWhere(({ milestones }) => milestones.firstHashrate !== null, MINING_MS);
    const { firstFrame, shell } = rig.machine;
    say(`first screen after ${((firstFrame ?? Number.NaN) / 1000).toFixed(1)} s`);
    return { firstFrame, kernel: await shell.read('uname -r'), guest: await readGuest(rig) };
  } finally {
    await rig.stop();
  }
}

async function readGuest({ machine: { shell } }: Rig): Promise<GuestText> {
  const programs: Record<string, string> = {};
  for (const unit of PROGRAMS) programs[unit] = await memoryText(shell, unit);
  const sockets = { tcp: '', tcp6: '', udp: '', udp6: '' };
  for (const protocol of PROTOCOLS) sockets[protocol] = await shell.read(`cat /proc/net/${protocol} || true`);
  const xmrig = await memoryText(shell, 'xmrig');
  return { meminfo: await shell.read('cat /proc/meminfo'), xmrig, programs, sockets };
}

async function memoryText(shell: GuestShell, unit: string): Promise<string> {
  const pid = await shell.read(`systemctl show --property MainPID --value ${unit}`);
  return shell.read(`cat /proc/${pid}/smaps_rollup`);
}

function options(args: string[]) {
  const parsed = parseOptions([...MACHINE, ...args]);
  if (parsed === 'help') throw new Error('no help here');
  return parsed;
}
