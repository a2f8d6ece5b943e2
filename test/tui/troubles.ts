import type { LogLine, Message, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { BASE, OK_CHECKS, OLD, PROXY, stack, THREE_STACKS, TUNING, YOUNG_MINER } from './snapshots.ts';

/** Snapshots of rigs that wait for something, or that lack something. The sentences are the engine's (`headless/doing.ts`). */

export const NO_ADDRESS: Snapshot = {
  ...BASE,
  stage: 'finding',
  doing: 'The cable in eno1 is in; waiting for an address from your router (7 s)',
  checks: OK_CHECKS,
  rig: { ...BASE.rig, links: [{ name: 'eno1', carrier: true, addresses: [] }] },
};

export const SEARCHING: Snapshot = {
  ...BASE,
  stage: 'finding',
  doing:
    'No mining stack found on your network so far: is it on, and on the same network? The rig keeps looking',
  checks: OK_CHECKS,
};

export const WANTS_PASSWORD: Snapshot = {
  ...SEARCHING,
  doing: 'proxy.local: wants a password; choose it here and type it, or write it into rigforge.conf',
  stacks: [PROXY],
};

export const SYNCING_ONLY: Snapshot = {
  ...SEARCHING,
  doing: 'old-box.local: its Monero node is still syncing the chain',
  stacks: THREE_STACKS.stacks.slice(2),
};

/** A person left a stack that works for one that is not ready. */
export const LEFT_FOR_SYNCING: Snapshot = {
  ...THREE_STACKS,
  stage: 'starting',
  doing: 'Waiting for the first job of old-box.local:3333 (14 s)',
  countdown: null,
  target: THREE_STACKS.target && {
    ...THREE_STACKS.target,
    stackId: 'old-box.local:3333',
    host: 'old-box.local',
    source: 'person',
    why: 'chosen at this console',
  },
  miner: YOUNG_MINER,
};

export const PAUSED: Snapshot = {
  ...OLD,
  doing: 'Paused; goes on by itself in 52 min',
  paused: true,
  pausedSecondsLeft: 3110,
  miner: OLD.miner && { ...YOUNG_MINER, running: false, restarts: 0, uptimeSeconds: 0 },
};

/** A server with two memory nodes, the stick pulled out, remembered pool, and everything that Secure Boot costs. */
export const SECURE_BOOT: Snapshot = {
  ...OLD,
  rig: { ...OLD.rig, nodes: 2 },
  stick: { present: false, removable: true },
  tuning: TUNING.map(refusedRegisters),
  miner: OLD.miner && { ...OLD.miner, threads: 64, hugePages: { allocated: 1040, wanted: 1168 } },
  messages: [
    {
      level: 'warning',
      where: 'Secure Boot',
      text: 'the kernel forbids the MSR registers, which are worth some 3 to 7 %; switch Secure Boot off in the firmware setup to get them',
    },
  ],
};

function refusedRegisters(record: TuningRecord): TuningRecord {
  return record.knob === 'msr'
    ? {
        ...record,
        effective: 'untouched',
        status: 'refused',
        why: 'Secure Boot puts the kernel into lockdown, which forbids writing registers; switch it off in the firmware setup',
      }
    : record;
}

export const REPAIRING: Snapshot = {
  ...OLD,
  stage: 'repairing',
  doing:
    'XMRig is not running; starting it again. Restarted 3 times, last because the kernel ended it: out of memory',
  tuning: TUNING.map(refusedRegisters),
  miner: {
    ...YOUNG_MINER,
    running: false,
    restarts: 3,
    restartReason: 'the kernel ended it: out of memory',
  },
};

export const HALTED: Snapshot = {
  ...BASE,
  stage: 'halted',
  doing:
    'This machine cannot mine: Memory: 480 MiB; RandomX needs 256 MiB for itself, and the system the rest',
  checks: [
    ...OK_CHECKS.slice(0, 1),
    {
      id: 'memory',
      label: 'Memory',
      status: 'failed',
      value: '480 MiB',
      why: 'RandomX needs 256 MiB for itself, and the system the rest; put more memory in',
    },
    ...OK_CHECKS.slice(2),
  ],
  messages: [
    {
      level: 'error',
      where: 'memory',
      text: 'this computer cannot mine; take the stick out and use another one',
    },
  ],
};

const BAD_INPUT_MESSAGES: Message[] = [
  { level: 'warning', where: 'command line', text: 'unknown key rigforge.pol; did you mean rigforge.pool?' },
  {
    level: 'error',
    where: 'rigforge.conf line 3',
    text: 'port 99999 does not exist; use a number from 1 to 65535, or leave it out for 3333',
  },
  {
    level: 'info',
    where: 'config.json line 12',
    text: 'api_port belongs to the installed RigForge; ignored here',
  },
];

export const BAD_INPUT: Snapshot = { ...OLD, messages: BAD_INPUT_MESSAGES };
export const BAD_INPUT_OFFERING: Snapshot = { ...THREE_STACKS, messages: BAD_INPUT_MESSAGES };

/** Texts as an evil or careless neighbour on the network would send them. */
export const HOSTILE: Snapshot = {
  ...OLD,
  rig: { ...OLD.rig, label: '\x1b[2Jrig\x07-ü…✓\u202Eevil' },
  doing: 'Mining on \x1b]0;owned\x07Büro’s “stack” – \r\n\t日本 ✓',
  messages: [{ level: 'warning', where: 'pool', text: `says\x1b[31m ${'x'.repeat(390)}`.slice(0, 400) }],
  stacks: [stack({ name: `\x9b31m${'n'.repeat(300)}` })],
};

/** A log as a rig writes it in its first minutes. */
export const LOG: LogLine[] = [
  ...(
    [
      [4, 'engine', 'engine 0.1.0 started'],
      [5, 'engine', 'reserved 1168 huge pages of 2 MB and 3 of 1 GB'],
      [9, 'engine', 'found pithead.local:3333 at 192.168.1.10 (p2pool, height 3512887)'],
      [39, 'engine', 'mining on pithead.local:3333: the only stack that is ready'],
      [40, 'xmrig', 'net      use pool pithead.local:3333  192.168.1.10'],
      [41, 'xmrig', 'net      new job from pithead.local:3333 diff 75000 algo rx/0 height 3512887 (12 tx)'],
      [52, 'xmrig', 'randomx  dataset ready (11204 ms)'],
    ] as const
  ).map(([seconds, from, text]) => ({ seconds, from, text })),
  ...Array.from(
    { length: 40 },
    (_, index): LogLine => ({
      seconds: 70 + 12 * index,
      from: 'xmrig',
      text: `cpu      accepted (${index + 1}/0) diff 75000 (2 ms)`,
    }),
  ),
];
