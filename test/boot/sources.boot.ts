import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../headless/snapshot.ts';
import { keysSchema } from '../qemu/keys.ts';
import type { Rig } from '../qemu/rig.ts';
import { editStick } from '../qemu/stick.ts';
import { Stack } from '../stack/stack.ts';
import { bootRig, explainFailure, scratch } from './support/boot.ts';
import { sendIntent } from './support/intent.ts';
import { monitorShows } from './support/tty1.ts';

const BOOT_MS = 600_000;
/** Where the stacks stand: `pithead` is the one that answers mDNS, and to the others leads nothing but their address. */
const AT = { pithead: '10.77.0.1', first: '10.77.0.11', second: '10.77.0.12', third: '10.77.0.13' } as const;
type Place = keyof typeof AT;

interface Case {
  what: string;
  /** Keeps the stick under this name for later starts. */
  keeps?: string;
  /** Starts from a stick that was kept; else from the image as it is flashed. */
  from?: string;
  /** Files on the RIGFORGE partition. */
  files?: Record<string, string>;
  cmdline?: string;
  keyboard: 'usb' | 'none';
  /** Whether `pithead` is there; the others always are. */
  network: boolean;
  /** Where it goes by itself, and by whose word; null: nowhere. */
  goes: [Place, Source] | null;
  /** Total seconds of the countdown; 0: none is shown. */
  wait?: number;
  /** Press a key and leave: the countdown is held, and starts again. */
  touches?: boolean;
  /** Then a person types another address, which beats the rest; remembered where `keeps` says so. */
  types?: Place;
}

/** Else the sweep finds the stacks that no source names. */
const ALONE = 'discovery=no';

const CASES: readonly Case[] = [
  {
    what: 'nothing, until a person types an address',
    ...{ keeps: 'remembered', files: { 'rigforge.conf': `${ALONE}\n` }, keyboard: 'usb', network: false },
    ...{ goes: null, types: 'third' },
  },
  {
    what: 'the network alone; then a person',
    ...{ keyboard: 'none', network: true, goes: ['pithead', 'discovery'], wait: 5, types: 'third' },
  },
  {
    // An emulated machine on a slow host takes long to hear of a key: longer than the 30 s of a PC.
    what: 'the network alone, with a key pressed and nobody there',
    ...{ cmdline: 'rigforge.wait=90', keyboard: 'usb', network: true, goes: ['pithead', 'discovery'] },
    ...{ wait: 90, touches: true },
  },
  {
    what: 'the command line alone; then a person',
    ...{ cmdline: `rigforge.pool=${AT.first} rigforge.${ALONE}`, keyboard: 'usb', network: false },
    ...{ goes: ['first', 'cmdline'], wait: 30, types: 'third' },
  },
  {
    what: 'a file alone; then a person who has it remembered',
    ...{ keeps: 'file and remembered', files: { 'rigforge.conf': `pool=${AT.second}\n` }, keyboard: 'none' },
    ...{ network: false, goes: ['second', 'stick'], wait: 5, types: 'third' },
  },
  {
    what: 'a remembered choice alone; then a person',
    ...{ from: 'remembered', keyboard: 'usb', network: false, goes: ['third', 'stick'], wait: 30 },
    types: 'second',
  },
  {
    what: 'the command line and a file',
    ...{ cmdline: `rigforge.pool=${AT.first}`, files: { 'config.json': configJson() }, keyboard: 'none' },
    ...{ network: false, goes: ['first', 'cmdline'], wait: 5 },
  },
  {
    what: 'the command line, written without its word "add", and the network',
    ...{
      files: { 'rigforge-cmdline.txt': `rigforge.pool=${AT.first}\r\n` },
      keyboard: 'usb',
      network: true,
    },
    ...{ goes: ['first', 'cmdline'], wait: 30 },
  },
  {
    what: 'the command line and a remembered choice, with no wait',
    ...{ from: 'remembered', cmdline: `rigforge.pool=${AT.first} rigforge.wait=0`, keyboard: 'usb' },
    ...{ network: false, goes: ['first', 'cmdline'], wait: 0 },
  },
  {
    what: 'a file, and a choice remembered after it was written',
    ...{ from: 'file and remembered', keyboard: 'usb', network: false, goes: ['third', 'stick'], wait: 30 },
  },
  {
    what: 'a file whose pool was changed after a choice was remembered',
    ...{ from: 'file and remembered', files: { 'rigforge.conf': `${AT.first}:3333\n` }, keyboard: 'none' },
    ...{ network: false, goes: ['first', 'stick'], wait: 5 },
  },
  {
    what: 'a file and the network, with no wait',
    ...{
      files: { 'config.json': configJson(), 'rigforge.conf': 'wait=0\n' },
      keyboard: 'usb',
      network: true,
    },
    ...{ goes: ['second', 'stick'], wait: 0 },
  },
  {
    // The sweep finds the three that stand at addresses only; the first of them is as good a guess as any.
    what: 'nothing but stacks that no name leads to',
    ...{ keyboard: 'none', network: false, goes: ['first', 'discovery'], wait: 5 },
  },
  {
    what: 'a remembered choice and the network',
    ...{ from: 'remembered', files: { 'rigforge.conf': '# nothing\n' }, keyboard: 'none', network: true },
    ...{ goes: ['third', 'stick'], wait: 5 },
  },
];

/** Folder of the sticks that were kept. */
let sticks: string;

describe.each(CASES)('what decides where to mine: $what', (one) => {
  let rig: Rig;
  let stacks: Stack[] = [];
  beforeAll(async () => {
    sticks ??= await scratch();
    rig = await bootRig(...(await optionsOf(one)));
    stacks = await startStacks();
  });
  afterEach(async () => {
    for (const stack of stacks) await stack.stop();
    await rig?.stop();
    expect(stacks.filter((stack) => stack.status().rejectedShares > 0)).toEqual([]);
  });

  it('goes where the strongest source says', async () => {
    explainFailure(() => rig);
    const waits = new Set<number>();
    if (one.touches) await holdAndLeave(rig);
    if (one.goes === null) {
      await rig.snapshotWhere(({ stage }) => stage === 'finding', BOOT_MS);
    } else {
      const [place, source] = one.goes;
      const { target } = await connectedTo(rig, AT[place], waits);
      expect(target).toMatchObject({ address: AT[place], source });
    }
    if (one.wait !== undefined) expect([...waits].filter((total) => total !== one.wait)).toEqual([]);
    if ((one.wait ?? 0) >= 30) expect([...waits]).toEqual([one.wait]);
    if (one.types === undefined) return;

    const remember = one.keeps !== undefined;
    const address = AT[one.types];
    await sendIntent(rig, { intent: 'type', address, password: null, remember });
    const { target } = await connectedTo(rig, address, waits);
    expect(target).toMatchObject({ address, source: 'person' });
    if (one.keeps === undefined) return;
    await rig.snapshotWhere((s) => s.messages.some(({ text }) => text.includes('is remembered')), 300_000);
    await copyFile(join(rig.directory, 'stick.raw'), join(sticks, `${one.keeps}.raw`));
  });

  async function startStacks(): Promise<Stack[]> {
    const lan = { interface: 'lan0', difficulty: 10 };
    const made: Stack[] = [];
    for (const place of ['first', 'second', 'third'] as const) {
      await execa('ip', ['address', 'add', `${AT[place]}/24`, 'dev', 'lan0']);
      made.push(await Stack.start({ ...lan, address: AT[place] }));
    }
    return made;
  }
});

/** The machine of a case, with its stick made as its owner would. */
async function optionsOf({ what, from, files, cmdline, keyboard, network }: Case): Promise<string[]> {
  const config = join(sticks, what);
  await mkdir(config);
  for (const [name, text] of Object.entries(files ?? {})) await writeFile(join(config, name), text);
  const options = [
    '--memory',
    '2G',
    '--smp',
    '1',
    '--keyboard',
    keyboard,
    ...(network ? [] : ['--no-stack']),
  ];
  if (from === undefined) return [...options, '--config', config, '--cmdline', cmdline ?? ''];
  const stick = join(sticks, `${what}.raw`);
  await copyFile(join(sticks, `${from}.raw`), stick);
  await editStick(stick, config, cmdline ?? '');
  return [...options, '--image', stick];
}

/** Waits until XMRig itself says that it is connected there; `waits` gets the total of each countdown that was seen. */
async function connectedTo(rig: Rig, address: string, waits: Set<number>) {
  return rig.snapshotWhere(({ miner, countdown }) => {
    if (countdown !== null) waits.add(countdown.totalSeconds);
    return miner?.connected === true && miner.pool.startsWith(`${address}:`);
  }, BOOT_MS);
}

/** One key while the countdown runs: it is held, with a target in sight, until two minutes have passed. */
async function holdAndLeave(rig: Rig): Promise<void> {
  await monitorShows(rig, [/Any key stops this/], BOOT_MS);
  await rig.machine.qmp.type(keysSchema.parse('down'));
  const { target, miner } = await rig.snapshotWhere(({ held }) => held, BOOT_MS);
  expect([target?.address, miner?.connected ?? false]).toEqual([AT.pithead, false]);
}

/** RigForge's own file, as short as it gets. */
function configJson(): string {
  return JSON.stringify({ pools: [{ url: `${AT.second}:3333` }] });
}
