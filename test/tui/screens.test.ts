import { afterAll, beforeAll, describe, type ExpectStatic, it } from 'vitest';
import type { Intent } from '../../headless/intent.ts';
import type { LogLine, Snapshot } from '../../headless/snapshot.ts';
import { isDrawable } from '../../tui/glyphs.ts';
import { bundleConsole } from './bundle.ts';
import { openRigConsole, type RigConsole } from './rig-console.ts';
import * as snapshots from './snapshots.ts';
import * as troubles from './troubles.ts';

let bundle: { file: string; remove(): void };
beforeAll(async () => {
  bundle = await bundleConsole();
});
afterAll(() => bundle.remove());

/** What each screen is given, the keys pressed on it, and a text that is there only when it stands. */
type Scene = {
  snapshot: Snapshot | null;
  keys?: string[];
  later?: Snapshot;
  shows: string | RegExp;
  args?: string[];
  log?: readonly LogLine[];
  /** The engine goes away after the keys, once it was asked this. */
  goesAfter?: Intent['intent'];
};

const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';
const DOWN = '\x1b[B';

const SCENES: Record<string, Scene> = {
  'engine-absent': { snapshot: null, shows: 'RigForge is starting' },
  checking: { snapshot: snapshots.CHECKING, shows: 'Reserving' },
  'no-stack': { snapshot: snapshots.NO_STACK, shows: 'press Enter and type it' },
  'no-stack-held': { snapshot: { ...snapshots.NO_STACK, held: true }, shows: 'eno1        no cable' },
  'one-stack': { snapshot: snapshots.ONE_STACK, shows: 'Any key stops this' },
  'three-stacks': { snapshot: snapshots.THREE_STACKS, shows: 'Any key stops this' },
  held: { snapshot: snapshots.HELD, shows: 'Countdown stopped' },
  'held-elsewhere': { snapshot: snapshots.HELD, keys: ['8'], shows: 'Press 2 to choose' },
  'one-stack-elsewhere': { snapshot: snapshots.ONE_STACK, keys: ['3'], shows: 'in 23 s' },
  'not-ready-chosen': { snapshot: snapshots.HELD, keys: [DOWN, DOWN], shows: 'The rig keeps checking' },
  'tls-chosen': {
    snapshot: {
      ...snapshots.HELD,
      stacks: [snapshots.stack({ ...snapshots.PITHEAD, tls: true, fingerprint: 'c0ffee42'.repeat(8) })],
    },
    shows: `SHA-256 ${'c0ffee42'.repeat(8)}`,
  },
  'typed-address': {
    snapshot: snapshots.HELD,
    keys: ['a', '192.168.1.77:4444'],
    shows: '> 192.168.1.77:4444_',
  },
  'typed-address-wrong': {
    snapshot: snapshots.HELD,
    keys: ['a', 'hello world\r'],
    shows: 'no spaces',
  },
  'password-prompt': { snapshot: snapshots.HELD, keys: [DOWN, '\r', 'secret'], shows: '> ******_' },
  'typed-asks-password': {
    snapshot: snapshots.HELD,
    keys: ['a', 'proxy2.local\r', DOWN, '\r'],
    later: {
      ...snapshots.HELD,
      stacks: [
        ...snapshots.HELD.stacks,
        snapshots.stack({
          ...snapshots.PROXY,
          name: 'proxy2.local',
          id: 'typed',
          host: 'proxy2.local',
          found: 'typed',
        }),
      ],
    },
    shows: 'Password of proxy2.local',
  },
  'mining-young': { snapshot: snapshots.YOUNG, shows: 'building its dataset' },
  'mining-old': { snapshot: snapshots.OLD, shows: '1,204 accepted' },
  'mining-after-fork': { snapshot: troubles.FORKED, shows: 'now RandomX v2' },
  'stack-left-behind': {
    snapshot: troubles.LEFT_BEHIND,
    keys: ['2', '\u001b[A'],
    shows: 'hands out RandomX v1',
  },
  'wrong-hashes': { snapshot: troubles.WRONG_HASHES, shows: 'undo any overclock' },
  repairing: { snapshot: troubles.REPAIRING, shows: 'restarted 3 times' },
  halted: { snapshot: troubles.HALTED, shows: '[FAIL]  Memory' },
  'bad-input': { snapshot: troubles.BAD_INPUT, shows: 'port "99999"' },
  'bad-input-offering': { snapshot: troubles.BAD_INPUT_OFFERING, shows: 'port "99999"' },
  messages: { snapshot: troubles.BAD_INPUT, keys: ['6'], shows: '[Messages]' },
  'engine-restarting': {
    snapshot: snapshots.OLD,
    keys: ['8'],
    goesAfter: 'touch',
    shows: 'RigForge is restarting',
  },
  'switching-off': {
    snapshot: snapshots.OLD,
    keys: ['7', DOWN, DOWN, '\r', DOWN, '\r'],
    goesAfter: 'powerOff',
    shows: 'Switching off',
  },
  restarting: {
    snapshot: snapshots.OLD,
    keys: ['7', DOWN, '\r', DOWN, '\r'],
    goesAfter: 'reboot',
    shows: 'Restarting this computer',
  },
  'stacks-while-mining': { snapshot: snapshots.OLD, keys: ['2'], shows: 'Now: pithead.local' },
  'leave-for-not-ready': {
    snapshot: snapshots.OLD,
    keys: ['2', DOWN, DOWN, '\r'],
    shows: '> No, keep mining',
  },
  'looking-again': { snapshot: snapshots.OLD, keys: ['l'], shows: 'Searching again' },
  'waiting-for-chosen': {
    snapshot: troubles.LEFT_FOR_SYNCING,
    keys: ['2'],
    shows: 'choose it to mine there',
  },
  'mining-without-miner': { snapshot: snapshots.NO_STACK, keys: ['1'], shows: 'not running' },
  'help-scrolled': {
    snapshot: snapshots.OLD,
    keys: ['8', PAGE_DOWN, PAGE_DOWN, PAGE_DOWN],
    shows: 'a part of the memory',
  },
  'no-address': { snapshot: troubles.NO_ADDRESS, shows: 'waiting for an address' },
  searching: { snapshot: troubles.SEARCHING, shows: 'press Enter and type it' },
  'wants-password': { snapshot: troubles.WANTS_PASSWORD, shows: 'needs password' },
  'wants-password-held': {
    snapshot: { ...troubles.WANTS_PASSWORD, held: true },
    keys: ['\r'],
    shows: 'Password of proxy.local',
  },
  'syncing-only': { snapshot: troubles.SYNCING_ONLY, shows: 'not ready' },
  'mining-secure-boot': { snapshot: troubles.SECURE_BOOT, shows: 'removed, not needed' },
  paused: { snapshot: troubles.PAUSED, shows: '7 resume mining' },
  remember: { snapshot: snapshots.HELD, keys: ['\r', DOWN], shows: '> From now on' },
  tuning: { snapshot: snapshots.OLD, keys: ['4'], shows: '[Tuning]' },
  'tuning-refused': { snapshot: troubles.SECURE_BOOT, keys: ['4', DOWN, DOWN], shows: '> [none]  MSR' },
  'tuning-two-nodes': { snapshot: troubles.TWO_NODES, keys: ['4', DOWN, DOWN, DOWN], shows: '> [full]  CPU' },
  'mining-two-nodes': { snapshot: troubles.TWO_NODES, shows: '64 threads, 2 nodes' },
  'tuning-advice': {
    snapshot: snapshots.OLD,
    keys: ['4', ...Array.from({ length: 6 }, () => DOWN)],
    shows: /> \[tip \]/,
  },
  'tuning-nothing-yet': { snapshot: snapshots.CHECKING, keys: ['4'], shows: 'Not tuned yet' },
  log: { snapshot: snapshots.OLD, log: troubles.LOG, keys: ['5'], shows: '(40/0)' },
  'log-scrolled': { snapshot: snapshots.OLD, log: troubles.LOG, keys: ['5', PAGE_UP], shows: '↓ more' },
  'log-empty': { snapshot: snapshots.CHECKING, keys: ['5'], shows: 'Nothing logged yet' },
  power: { snapshot: snapshots.OLD, keys: ['7'], shows: '> Pause for an hour' },
  'power-confirm': { snapshot: snapshots.OLD, keys: ['7', DOWN, '\r'], shows: 'Restart this computer?' },
  'power-confirm-stick-out': {
    snapshot: troubles.SECURE_BOOT,
    keys: ['7', DOWN, '\r', DOWN],
    shows: '> Yes, restart it',
  },
  'power-paused': { snapshot: troubles.PAUSED, keys: ['7'], shows: '> Resume mining' },
  'power-nothing-to-pause': { snapshot: snapshots.NO_STACK, keys: ['7'], shows: 'nothing to pause' },
  'messages-found': { snapshot: snapshots.CHECKING, keys: ['6'], shows: 'warn  Firmware' },
  'messages-found-mining': { snapshot: troubles.SECURE_BOOT, keys: ['6'], shows: 'note  old-box' },
  'messages-none': { snapshot: snapshots.ONE_STACK, keys: ['6'], shows: 'No messages' },
  checks: { snapshot: troubles.REPAIRING, keys: ['3'], shows: '[Checks]' },
  help: { snapshot: snapshots.OLD, keys: ['8'], shows: '[Help]' },
  serial: { snapshot: snapshots.ONE_STACK, args: ['--serial'], shows: 'Enter use this console' },
  'serial-mining': { snapshot: snapshots.OLD, args: ['--serial'], shows: 'CPU 67 C' },
  hostile: { snapshot: troubles.HOSTILE, shows: `Buro's "stack" -` },
};

const SMALL: [columns: number, rows: number] = [40, 10];
const SIZES: [columns: number, rows: number][] = [
  [80, 24],
  [128, 48],
];

/** Screens that have a short form worth looking at. */
const SHORT = new Set([
  'engine-absent',
  'no-stack',
  'three-stacks',
  'mining-young',
  'mining-old',
  'paused',
  'bad-input',
]);

describe.concurrent.each(Object.entries(SCENES))('%s', (name, scene) => {
  it(`at ${SIZES.map(([columns, rows]) => `${columns}x${rows}`).join(' and ')}`, async ({ expect }) => {
    const sizes = SHORT.has(name) ? [...SIZES, SMALL] : SIZES;
    const rig = await openRigConsole(bundle.file, {
      ...(scene.args ? { args: scene.args } : {}),
      ...(scene.log ? { log: scene.log } : {}),
      engine: scene.snapshot !== null,
    });
    try {
      await play(rig, scene);
      for (const [columns, rows] of sizes) {
        if (columns !== 80) await rig.settles(columns, rows);
        const text = await rig.shows(columns < 80 ? /\S/ : scene.shows);
        expectDrawable(expect, text, scene.args?.includes('--serial') ?? false);
        await expect(`${text}\n`).toMatchFileSnapshot(`screens/${name}.${columns}x${rows}.txt`);
      }
    } finally {
      await rig.close();
    }
  });
});

async function play(rig: RigConsole, scene: Scene): Promise<void> {
  if (scene.snapshot) {
    rig.publish(scene.snapshot);
    await rig.shows(/rig-?/);
  }
  for (const keys of scene.keys ?? []) {
    await rig.press(keys);
  }
  if (scene.later) {
    rig.publish(scene.later);
  }
  if (scene.goesAfter) {
    await rig.until(() => rig.intents.some((one) => one.intent === scene.goesAfter), 'the intent');
    await rig.stopEngine();
  }
}

function expectDrawable(expect: ExpectStatic, text: string, ascii: boolean): void {
  const strange = [...text.replaceAll('\n', '')].filter((one) =>
    ascii ? !/[ -~]/.test(one) : !isDrawable(one),
  );
  expect(strange).toEqual([]);
}
