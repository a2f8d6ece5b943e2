import { adviseOwner } from '../../headless/checks/advice.ts';
import { checkRig } from '../../headless/checks/checks.ts';
import { readOwnerConfig } from '../../headless/config/owner-config.ts';
import type { RigFacts } from '../../headless/rig/facts.ts';
import type { LogLine, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { PASSWORD_CURE } from '../../headless/status/notes.ts';
import { BEHIND } from '../../headless/status/stacks.ts';
import { expectedChange } from '../../headless/tuning/v2-change.ts';
import { WORTH } from '../../headless/tuning/worth.ts';
import { MIB } from '../headless/tuning/topologies.ts';
import {
  BASE,
  FACTS,
  LOCKED,
  OK_CHECKS,
  OLD,
  PROXY,
  record,
  SYNCING,
  stack,
  THREE_STACKS,
  TUNING,
  YOUNG_MINER,
} from './snapshots.ts';

/** Snapshots of rigs that wait for something, or that lack something. The sentences are the engine's (`headless/status/`). */

export const NO_ADDRESS: Snapshot = {
  ...BASE,
  stage: 'finding',
  doing: 'The cable in eno1 is in; waiting for an address from the router (7 s)',
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
  doing: `proxy.local: wants a password; ${PASSWORD_CURE}`,
  stacks: [PROXY],
};

export const SYNCING_ONLY: Snapshot = {
  ...SEARCHING,
  doing: `old-box.local: ${SYNCING.problem}`,
  stacks: [SYNCING],
};

/** A person left a stack that works for one that is not ready. */
export const LEFT_FOR_SYNCING: Snapshot = {
  ...THREE_STACKS,
  stage: 'starting',
  doing: `Connecting to old-box.local:3333 (14 s): ${SYNCING.problem}`,
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
  doing: 'Paused; mining resumes automatically in 52 min',
  paused: true,
  pausedSecondsLeft: 3110,
  miner: OLD.miner && { ...YOUNG_MINER, running: false, restarts: 0, uptimeSeconds: 0 },
};

/** Monero went over to RandomX v2 a while ago. */
export const FORKED: Snapshot = {
  ...OLD,
  miner: OLD.miner && {
    ...OLD.miner,
    algorithm: 'rx/2',
    height: 3_590_012,
    hashesPerSecond: { seconds10: 7361.2, seconds60: 7348.9, minutes15: null, highest: 7380.4 },
  },
  history: [7340, 7352, 7349],
  messages: [
    {
      level: 'info',
      where: 'Monero',
      text: `changed its proof of work at height 3,590,000: now RandomX v2; ${expectedChange(FACTS.cpu)}`,
    },
  ],
};

/** Of two stacks one went over to RandomX v2, the other did not. */
export const LEFT_BEHIND: Snapshot = {
  ...THREE_STACKS,
  stacks: [
    stack({ name: 'pithead.local', outdated: true, problem: BEHIND }),
    stack({ name: 'attic.local', address: '192.168.1.13', algorithm: 'rx/2', height: 3_590_012 }),
  ],
  held: true,
  countdown: null,
  doing: 'Waiting for your choice',
  target: THREE_STACKS.target && {
    ...THREE_STACKS.target,
    stackId: 'attic.local:3333',
    host: 'attic.local',
    why: 'automatic choice: one of 2 stacks found on this network',
  },
};

/** An overclock that is too much: XMRig's self-test found it. */
export const WRONG_HASHES: Snapshot = {
  ...OLD,
  stage: 'starting',
  doing:
    'This computer is computing wrong hashes, so it mines nothing: undo any overclock and test its memory',
  miner: OLD.miner && { ...YOUNG_MINER, connected: true, version: '6.26.0', threads: 32, algorithm: 'rx/0' },
  history: [],
  messages: [
    {
      level: 'error',
      where: 'self-test',
      text: 'This computer is computing wrong hashes, so it mines nothing: undo any overclock and test its memory',
    },
  ],
};

/** The stick pulled out, Secure Boot on, and some of the huge pages missing. */
export const SECURE_BOOT: Snapshot = {
  ...OLD,
  stick: { present: false, removable: true },
  checks: checkRig(LOCKED).checks,
  advice: adviseOwner(LOCKED, { lightMode: false, clock: null }),
  tuning: TUNING.map(refusedRegisters),
  miner: OLD.miner && { ...OLD.miner, hugePages: { allocated: 31, wanted: 35 } },
};

function refusedRegisters(record: TuningRecord): TuningRecord {
  return record.knob === 'msr'
    ? {
        ...record,
        effective: 'none',
        status: 'refused',
        why: 'The kernel is locked down (integrity) and forbids register writes; without Secure Boot it allows them.',
      }
    : record;
}

export const REPAIRING: Snapshot = {
  ...OLD,
  stage: 'repairing',
  doing: 'XMRig stopped; starting it again. Restarted 3 times: the kernel ended it: out of memory',
  tuning: TUNING.map(refusedRegisters),
  miner: {
    ...YOUNG_MINER,
    running: false,
    restarts: 3,
    restartReason: 'the kernel ended it: out of memory',
  },
};

const SMALL: RigFacts = { ...FACTS, memory: { totalBytes: 480 * MIB, availableBytes: 100 * MIB } };

export const HALTED: Snapshot = {
  ...BASE,
  stage: 'halted',
  doing: 'This computer cannot mine: Memory: Even light mode needs 640 MB; add memory.',
  checks: checkRig(SMALL).checks,
};

const MISTAKES = readOwnerConfig({
  cmdline: 'quiet rigforge.pol=pithead.local rigforge.wait=30',
  files: [
    { name: 'rigforge.conf', content: Buffer.from('# My rig\n\npool=pithead.local:99999\n') },
    { name: 'config.json', content: Buffer.from('{ "api_port": 8080 }') },
  ],
});
const { messages, settings } = MISTAKES;

export const BAD_INPUT: Snapshot = { ...OLD, messages, settings };
export const BAD_INPUT_OFFERING: Snapshot = { ...THREE_STACKS, messages, settings };

const TWO_NODES_TUNING: TuningRecord[] = [
  record('hugePages1G', '6 on 2 nodes', '6 of 6', WORTH.hugePages1G),
  record('hugePages2M', '66 on 2 nodes, 132 MB', '66 of 66', WORTH.hugePages2M),
  record(
    'governor',
    'performance, energy preference performance',
    'performance on 64 of 64 clocks',
    WORTH.unknown,
  ),
  record('numa', '2 datasets, one on each node', '2 datasets', WORTH.unknown),
  record('threads', "XMRig's own choice, at most 64", '64 threads', WORTH.unknown),
];

/** Two memory nodes, each with a dataset of its own, and more knobs asked than fit in a line. */
export const TWO_NODES: Snapshot = {
  ...OLD,
  rig: { ...OLD.rig, nodes: 2 },
  tuning: TUNING.map((record) => TWO_NODES_TUNING.find(({ knob }) => knob === record.knob) ?? record),
  miner: OLD.miner && { ...OLD.miner, threads: 64, hugePages: { allocated: 70, wanted: 70 } },
};

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
      [5, 'engine', 'Reserving huge pages and setting the CPU up for mining'],
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
