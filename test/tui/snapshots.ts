import { adviseOwner } from '../../headless/checks/advice.ts';
import { checkRig } from '../../headless/checks/checks.ts';
import { readOwnerConfig } from '../../headless/config/owner-config.ts';
import type { RigFacts } from '../../headless/rig/facts.ts';
import type { Check, Miner, Snapshot, Stack, TuningRecord } from '../../headless/snapshot.ts';
import { WORTH } from '../../headless/tuning/worth.ts';
import { booted, GIB } from '../headless/tuning/topologies.ts';

/**
 * Hand-made snapshots, one for each thing the screens must be able to show. What the engine says of a computer is said by the
 * engine here too, or in its words.
 */

const DIMM = { slot: 'DIMM_A2', bank: '', bytes: 16 * GIB, soldered: false, kind: 'DDR4' };
export const FACTS: RigFacts = {
  ...booted({ gib: 32, cores: 16, l3MiB: 64, cpu: { brand: 'AMD Ryzen 9 5950X 16-Core Processor' } }),
  memoryBoard: {
    slots: 4,
    modules: ['DIMM_A2', 'DIMM_B2'].map((slot) => ({
      ...DIMM,
      slot,
      ratedMegatransfers: 3600,
      megatransfers: 2133,
    })),
  },
};
/** The same with Secure Boot switched on. */
export const LOCKED: RigFacts = {
  ...FACTS,
  firmware: { kind: 'uefi', secureBoot: true, lockdown: 'integrity' },
};

export function stack(over: Partial<Stack> & { name: string }): Stack {
  const port = over.port ?? 3333;
  return {
    id: `${over.name}:${port}`,
    host: over.name,
    address: '192.168.1.10',
    card: null,
    port,
    tls: false,
    fingerprint: null,
    found: 'mdnsName',
    kind: 'p2pool',
    status: 'ready',
    height: 3_512_887,
    algorithm: 'rx/0',
    outdated: false,
    doubt: null,
    latencyMs: 1.2,
    problem: null,
    ...over,
  };
}

export const PITHEAD = stack({ name: 'pithead.local' });
export const PROXY = stack({
  name: 'proxy.local',
  address: '192.168.1.11',
  kind: 'xmrig-proxy',
  found: 'dnsSd',
  status: 'needsPassword',
  height: null,
  latencyMs: 2,
  problem: 'wants a password',
});
export const SYNCING = stack({
  name: 'old-box.local',
  address: '192.168.1.12',
  kind: 'stratum',
  status: 'notReady',
  height: null,
  latencyMs: 3,
  problem: 'answers, but has no Monero work yet; its node may still be syncing. The rig keeps checking',
});

export const MINER: Miner = {
  running: true,
  pid: 812,
  adopted: false,
  connected: true,
  pool: 'pithead.local:3333',
  hashesPerSecond: { seconds10: 8412.4, seconds60: 8398.1, minutes15: 8377.7, highest: 8530.2 },
  threads: 32,
  accepted: 1204,
  rejected: 2,
  lastShareSeconds: 12,
  difficulty: 75_000,
  pingMs: 2,
  height: 3_512_887,
  algorithm: 'rx/0',
  connectionSeconds: 11_520,
  uptimeSeconds: 11_520,
  donateLevelPercent: 1,
  hugePages: { allocated: 35, wanted: 35 },
  restarts: 0,
  restartReason: null,
  version: '6.26.0',
};

export const YOUNG_MINER: Miner = {
  ...MINER,
  connected: false,
  hashesPerSecond: { seconds10: null, seconds60: null, minutes15: null, highest: null },
  threads: 0,
  accepted: 0,
  rejected: 0,
  lastShareSeconds: null,
  difficulty: 0,
  pingMs: 0,
  height: null,
  connectionSeconds: 0,
  uptimeSeconds: 3,
  hugePages: { allocated: 0, wanted: 0 },
};

export const OK_CHECKS: Check[] = checkRig(FACTS).checks;

export const TUNING: TuningRecord[] = [
  record('hugePages1G', '3', '3 of 3', WORTH.hugePages1G),
  record('hugePages2M', '33, 66 MB', '33 of 33', WORTH.hugePages2M),
  record('msr', 'preset ryzen_19h', 'on all 32 CPUs', WORTH.msrAmd),
  record('governor', 'performance', 'performance on 32 of 32 clocks', WORTH.unknown),
  {
    ...record('numa', 'none', 'none', WORTH.unknown),
    status: 'notApplicable',
    why: 'This machine has one memory node.',
  },
  record('threads', "XMRig's own choice, at most 32", '32 threads', WORTH.unknown),
];

/** As it stands before XMRig runs. */
export const TUNING_BEFORE: TuningRecord[] = TUNING.map((one) =>
  one.knob === 'threads'
    ? {
        ...one,
        effective: 'not known yet',
        status: 'pending',
        why: 'XMRig has not been asked yet.',
      }
    : one,
);

/** A knob that is as it was asked to be. */
export function record(
  knob: TuningRecord['knob'],
  asked: string,
  effective: string,
  worth: string,
): TuningRecord {
  return { knob, asked, effective, status: 'full', why: null, worth };
}

/** What the owner of these rigs set. */
const OWNER = readOwnerConfig({
  cmdline: 'quiet rigforge.wait=30',
  files: [{ name: 'rigforge.conf', content: Buffer.from('# My rig\n\nsweep=no\n') }],
});

export const BASE: Snapshot = {
  sequence: 1,
  build: { version: '0.1.0', commit: '4ce43fe0a1b2c3d4' },
  mode: 'image',
  rig: {
    label: 'rig-3fa2c1',
    cpu: FACTS.cpu.brand,
    memoryBytes: FACTS.memory.totalBytes,
    links: [{ name: 'eno1', carrier: true, addresses: ['192.168.1.57/24'] }],
    nodes: 1,
    keyboard: true,
    uptimeSeconds: 12_000,
  },
  stage: 'checking',
  doing: 'Checking this computer',
  checks: [],
  tuning: [],
  advice: [],
  stacks: [],
  countdown: null,
  held: false,
  target: null,
  miner: null,
  paused: false,
  pausedSecondsLeft: null,
  sensors: { cpuCelsius: null, powerWatts: null },
  disks: { count: 1, sectorsWritten: 0 },
  history: [],
  stick: { present: true, removable: true },
  messages: [],
  settings: OWNER.settings,
  milestones: {
    engineStarted: 4000,
    stackFound: null,
    minerStarted: null,
    firstHashrate: null,
    firstShare: null,
  },
};

const TARGET: Snapshot['target'] = {
  stackId: PITHEAD.id,
  host: 'pithead.local',
  address: '192.168.1.10',
  port: 3333,
  source: 'discovery',
  why: 'the only stack found on this network',
};

export const CHECKING: Snapshot = {
  ...BASE,
  stage: 'tuning',
  doing: 'Reserving huge pages and setting the CPU up for mining',
  rig: { ...BASE.rig, links: [{ name: 'eno1', carrier: false, addresses: [] }] },
  checks: checkRig(LOCKED).checks,
};

export const NO_STACK: Snapshot = {
  ...BASE,
  stage: 'finding',
  doing: 'No cable in eno1, enp5s0: plug in a network cable and the rig continues automatically (no Wi-Fi)',
  checks: OK_CHECKS,
  rig: {
    ...BASE.rig,
    links: [
      { name: 'eno1', carrier: false, addresses: [] },
      { name: 'enp5s0', carrier: false, addresses: [] },
    ],
  },
};

export const ONE_STACK: Snapshot = {
  ...BASE,
  stage: 'offering',
  doing: 'Going to mine at pithead.local:3333',
  checks: OK_CHECKS,
  stacks: [PITHEAD],
  countdown: { secondsLeft: 23, totalSeconds: 30 },
  target: TARGET,
};

export const THREE_STACKS: Snapshot = {
  ...ONE_STACK,
  stacks: [PITHEAD, PROXY, SYNCING],
  target: ONE_STACK.target && { ...ONE_STACK.target, why: 'the only one of 3 stacks that is ready' },
};

export const HELD: Snapshot = {
  ...THREE_STACKS,
  countdown: null,
  held: true,
  doing: 'Waiting for your choice',
};

export const YOUNG: Snapshot = {
  ...THREE_STACKS,
  tuning: TUNING_BEFORE,
  stage: 'starting',
  doing: 'XMRig is building its dataset (2 GB), 14 s so far; slow PCs take a few minutes',
  countdown: null,
  miner: YOUNG_MINER,
  rig: { ...BASE.rig, uptimeSeconds: 41 },
};

export const OLD: Snapshot = {
  ...THREE_STACKS,
  stage: 'mining',
  doing: 'Mining at pithead.local:3333',
  countdown: null,
  tuning: TUNING,
  advice: adviseOwner(FACTS, { lightMode: false, clock: null }),
  miner: MINER,
  sensors: { cpuCelsius: 67.4, powerWatts: 88.2 },
  disks: { count: 2, sectorsWritten: 0 },
  history: hour(),
};

/** A steady hour with a restart of the miner in it. */
function hour(): (number | null)[] {
  return Array.from({ length: 60 }, (_, minute) => {
    if (minute < 4 || minute === 33) {
      return null;
    }
    return minute === 34 ? 5200 : 8380 + 90 * Math.sin(minute / 3);
  });
}
