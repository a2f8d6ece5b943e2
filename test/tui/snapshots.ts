import type { Check, Miner, Snapshot, Stack, TuningRecord } from '../../headless/snapshot.ts';

/** Hand-made snapshots, one for each thing the screens must be able to show. */

export function stack(over: Partial<Stack> & { name: string }): Stack {
  const port = over.port ?? 3333;
  return {
    id: `${over.name}:${port}`,
    host: over.name,
    address: '192.168.1.10',
    port,
    tls: false,
    fingerprint: null,
    found: 'mdnsName',
    kind: 'p2pool',
    status: 'ready',
    height: 3_512_887,
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
  status: 'notReady',
  height: null,
  latencyMs: 3,
  problem:
    'its Monero node is still syncing the chain; it will be ready when that is done, nothing to do here',
});

export const MINER: Miner = {
  running: true,
  pid: 812,
  adopted: false,
  connected: true,
  pool: 'pithead.local:3333',
  hashesPerSecond: { seconds10: 8412.4, seconds60: 8398.1, minutes15: 8377.7, highest: 8530.2 },
  threads: 16,
  accepted: 1204,
  rejected: 2,
  lastShareSeconds: 12,
  difficulty: 75_000,
  pingMs: 2,
  height: 3_512_887,
  connectionSeconds: 11_520,
  uptimeSeconds: 11_520,
  donateLevelPercent: 1,
  hugePages: { allocated: 1168, wanted: 1168 },
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

export const OK_CHECKS: Check[] = [
  { id: 'cpu', label: 'Processor', status: 'ok', value: 'AES and AVX2, 16 cores, 64 MiB L3', why: null },
  { id: 'memory', label: 'Memory', status: 'ok', value: '31.3 GiB', why: null },
  { id: 'firmware', label: 'Firmware', status: 'ok', value: 'UEFI, Secure Boot off', why: null },
  { id: 'network', label: 'Network', status: 'ok', value: 'eno1, 192.168.1.57', why: null },
];

export const TUNING: TuningRecord[] = [
  record('hugePages1G', '3', '3', 'full', '1 to 3 % over 2 MB pages, as XMRig documents it'),
  record('hugePages2M', '1,168', '1,168', 'full', '4 KB pages instead cost 40 to 45 % (measured)'),
  record(
    'msr',
    'preset ryzen_17h',
    'on all 32 CPUs',
    'full',
    '+3.5 % on a Ryzen 7 7800X3D (measured by RigForge)',
  ),
  record('governor', 'performance', 'performance', 'full', 'unknown'),
  { ...record('numa', '1 node', '1 node', 'notApplicable', 'unknown'), why: null },
  record('threads', '16', '16', 'full', 'unknown'),
];

function record(
  knob: TuningRecord['knob'],
  asked: string,
  effective: string,
  status: TuningRecord['status'],
  worth: string,
): TuningRecord {
  return { knob, asked, effective, status, why: null, worth };
}

export const BASE: Snapshot = {
  sequence: 1,
  build: { version: '0.1.0', commit: '4ce43fe0a1b2c3d4' },
  mode: 'image',
  rig: {
    label: 'rig-3fa2c1',
    cpu: 'AMD Ryzen 9 5950X 16-Core Processor',
    memoryBytes: 33_608_000_000,
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
  settings: [
    { key: 'pool', value: 'found on the network', source: 'default', where: '' },
    { key: 'label', value: 'garage-1', source: 'stick', where: 'rigforge.conf line 8' },
    { key: 'wait', value: '30', source: 'cmdline', where: 'kernel command line' },
  ],
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
  why: 'the only stack that is ready',
};

export const CHECKING: Snapshot = {
  ...BASE,
  rig: { ...BASE.rig, links: [{ name: 'eno1', carrier: false, addresses: [] }] },
  checks: [
    ...OK_CHECKS.slice(0, 2),
    {
      id: 'firmware',
      label: 'Secure Boot',
      status: 'warning',
      value: 'on',
      why: 'the kernel forbids MSR writes: about 10 % less hashrate; switch it off in the firmware to get them',
    },
    { id: 'network', label: 'Network', status: 'failed', value: 'no cable in eno1', why: 'plug one in' },
    { id: 'pages', label: 'Huge pages', status: 'running', value: 'reserving', why: null },
  ],
};

export const NO_STACK: Snapshot = {
  ...BASE,
  stage: 'finding',
  doing: 'No cable in eno1, enp5s0: plug a network cable in, and the rig goes on by itself',
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
};

export const HELD: Snapshot = {
  ...THREE_STACKS,
  countdown: null,
  held: true,
  doing: 'Waiting for your choice',
};

export const YOUNG: Snapshot = {
  ...THREE_STACKS,
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
  advice: [
    {
      id: 'slowMemory',
      text: 'Switch the memory profile (XMP, EXPO or DOCP) on in the firmware setup: the memory runs at 2133 MT/s and is made for 3600.',
      why: 'RandomX waits for memory all the time. Worth: unknown.',
    },
  ],
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
