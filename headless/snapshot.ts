/**
 * What the rig says about itself to its windows. Snapshots, and the few things that a person may ask (`intent.ts`), travel as
 * newline-delimited JSON over a Unix socket; every line is parsed with these schemas at the receiving end.
 */
import * as z from 'zod';
import { algorithmSchema } from './algorithm.ts';

/** Longest line either side accepts, in bytes; a longer one closes the connection. */
export const MAX_LINE_BYTES = 256 * 1024;

/** Text that came from outside and has been stripped of control characters and cut to a sane length. */
const text = z.string().max(400);
const bytes = z.number().nonnegative();

/** Life of a rig, in order; `halted` only where the machine cannot mine at all. */
export const stageSchema = z.enum([
  'checking',
  'tuning',
  'finding',
  'offering',
  'starting',
  'mining',
  'repairing',
  'halted',
]);
export type Stage = z.infer<typeof stageSchema>;

/** One line of the checks screen. `why` says what a warning costs or what is missing. */
export const checkSchema = z.object({
  id: z.string(),
  label: text,
  status: z.enum(['ok', 'warning', 'failed']),
  value: text,
  why: text.nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/**
 * One tuning knob: what was asked, what the kernel or XMRig say when asked back, and what the difference
 * costs. `worth` cites a measurement or reads `unknown`; `pending` is what XMRig has not been asked yet.
 */
export const tuningRecordSchema = z.object({
  knob: z.enum(['hugePages1G', 'hugePages2M', 'msr', 'governor', 'numa', 'threads']),
  asked: text,
  /** How many were asked for, where that is a number which XMRig's answer is held against. */
  wanted: z.number().int().optional(),
  effective: text,
  status: z.enum(['full', 'partial', 'refused', 'notApplicable', 'pending']),
  why: text.nullable(),
  worth: text,
});
export type TuningRecord = z.infer<typeof tuningRecordSchema>;

/** Something the owner can change about the computer itself. `why` says what it costs as it is. */
export const adviceSchema = z.object({ id: z.string(), text, why: text });
export type Advice = z.infer<typeof adviceSchema>;

/** A network link as the kernel sees it. `addresses` are IPv4/IPv6 with prefix length, link-local left out. */
export const linkSchema = z.object({ name: text, carrier: z.boolean(), addresses: z.array(text) });
export type Link = z.infer<typeof linkSchema>;

/** Where a setting or a target came from, strongest first. */
export const sourceSchema = z.enum(['person', 'cmdline', 'stick', 'discovery']);
export type Source = z.infer<typeof sourceSchema>;

/** What answered the Stratum login (see the probe in `discovery/`). */
export const stackKindSchema = z.enum(['xmrig-proxy', 'p2pool', 'stratum', 'unknown']);
/** `ready` has a job; the others say why not. */
export const stackStatusSchema = z.enum([
  'probing',
  'ready',
  'needsPassword',
  'notReady',
  'refused',
  'unreachable',
  'notStratum',
]);
export type StackStatus = z.infer<typeof stackStatusSchema>;

/** A place to mine: found on the network, or named by the owner and probed. One row of the stacks screen. */
export const stackSchema = z.object({
  /** Stable over address changes: `name:port`, or `address:port` where there is no name. */
  id: text,
  /** What to show: DNS-SD instance name, mDNS host name or the owner's own spelling. */
  name: text,
  host: text,
  /** The address that was probed; null until one is known. */
  address: text.nullable(),
  /** Network card at that address, as in `52-54-00-12-34-56`; null where the kernel has not met it on this network. */
  card: text.nullable(),
  port: z.number().int().min(1).max(65535),
  tls: z.boolean(),
  fingerprint: text.nullable(),
  found: z.enum(['configured', 'mdnsName', 'dnsSd', 'sweep', 'typed']),
  kind: stackKindSchema,
  status: stackStatusSchema,
  /** Block height of the job the probe was given; proof of live Monero work. */
  height: z.number().int().nullable(),
  /** What that job has to be hashed with; null without one. */
  algorithm: algorithmSchema.nullable(),
  /** Ready, but with work that Monero's chain no longer takes: other places have gone over to RandomX v2. */
  outdated: z.boolean(),
  latencyMs: z.number().nullable(),
  /**
   * What the rig itself holds against it: another certificate than the one in the config, than the one that it showed when this rig was
   * started, when it was chosen, or as a guess; its name is not heard of any more; another computer answers to the name than before, and
   * the password is not sent there, or the first one is given time to come back; or several do. Null where `problem` is what it answered.
   */
  doubt: z
    .enum([
      'notTheOwners',
      'changedSinceStart',
      'changedSinceChoice',
      'changedGuess',
      'gone',
      'otherComputer',
      'otherComputerWaits',
      'manyComputers',
    ])
    .nullable(),
  /**
   * One line for a person: what is wrong and what to do. A snapshot has it for whatever is wrong; the engine itself only for what the
   * place answered.
   */
  problem: text.nullable(),
});
export type Stack = z.infer<typeof stackSchema>;

/** Where the rig mines or is about to. */
export const targetSchema = z.object({
  stackId: text,
  host: text,
  address: text.nullable(),
  port: z.number().int(),
  source: sourceSchema,
  /** Why this one, in a person's words ("set on the kernel command line"). */
  why: text,
});
export type Target = z.infer<typeof targetSchema>;

/** XMRig as it reports itself; hashrates in hashes per second, null until a whole window has passed. */
export const minerSchema = z.object({
  running: z.boolean(),
  pid: z.number().int().nullable(),
  /** True when this engine found XMRig already running and left it alone. */
  adopted: z.boolean(),
  connected: z.boolean(),
  pool: text,
  hashesPerSecond: z.object({
    seconds10: z.number().nullable(),
    seconds60: z.number().nullable(),
    minutes15: z.number().nullable(),
    /** The best of this boot with this algorithm, over all starts of XMRig. */
    highest: z.number().nullable(),
  }),
  threads: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  /** Seconds since the accepted counter last rose; null before the first share. */
  lastShareSeconds: z.number().nullable(),
  difficulty: z.number(),
  pingMs: z.number(),
  height: z.number().int().nullable(),
  /** What is mined; null before the first job. */
  algorithm: algorithmSchema.nullable(),
  connectionSeconds: z.number(),
  uptimeSeconds: z.number(),
  donateLevelPercent: z.number(),
  /** Huge pages as XMRig counts them: allocated and wanted. [0, 0] before the dataset exists. */
  hugePages: z.object({ allocated: z.number().int(), wanted: z.number().int() }),
  restarts: z.number().int(),
  /** Why XMRig last had to be started again; null until it had to be. */
  restartReason: text.nullable(),
  version: text,
});
export type Miner = z.infer<typeof minerSchema>;

/** One line a person can act on: what, where, what to do. */
export const messageSchema = z.object({
  level: z.enum(['info', 'warning', 'error']),
  /** Where it comes from: a file and line, the command line, an interface, XMRig. */
  where: text,
  text,
});
export type Message = z.infer<typeof messageSchema>;

/** One thing that the owner can set, as it is in force, and which place said so. A secret is only `set`. */
export const settingSchema = z.object({
  /** As the owner writes it in `rigforge.conf`, in small letters. */
  key: text,
  value: text,
  source: z.enum(['cmdline', 'stick', 'default']),
  /** File and line; empty for a default. */
  where: text,
});
export type Setting = z.infer<typeof settingSchema>;

/** What the computer's sensors say; null where there is none, or where it cannot be read. */
export const sensorsSchema = z.object({
  cpuCelsius: z.number().nullable(),
  /** What the processor packages take together; not the whole computer. */
  powerWatts: z.number().nullable(),
});
export type Sensors = z.infer<typeof sensorsSchema>;

/**
 * The computer's own disks, without the boot stick: how many, and the sectors of 512 bytes written to them since the kernel
 * started. On a laptop that is what its own system writes.
 */
export const disksSchema = z.object({
  count: z.number().int(),
  sectorsWritten: z.number().int(),
});
export type Disks = z.infer<typeof disksSchema>;

/** When each thing first happened, in milliseconds since the kernel started; null until it has. */
export const milestonesSchema = z.object({
  engineStarted: z.number(),
  stackFound: z.number().nullable(),
  minerStarted: z.number().nullable(),
  firstHashrate: z.number().nullable(),
  firstShare: z.number().nullable(),
});
export type Milestones = z.infer<typeof milestonesSchema>;

export const snapshotSchema = z.object({
  /** Rises by one with every snapshot of one engine run. */
  sequence: z.number().int(),
  build: z.object({ version: text, commit: text }),
  /** `image` on the stick; `laptop` under `npm start`, where nothing on the machine is changed. */
  mode: z.enum(['image', 'laptop']),
  rig: z.object({
    label: text,
    /** CPU brand as the CPU gives it. */
    cpu: text,
    memoryBytes: bytes,
    links: z.array(linkSchema),
    /** Memory (NUMA) nodes; 0 until the computer was read. */
    nodes: z.number().int(),
    keyboard: z.boolean(),
    uptimeSeconds: z.number(),
  }),
  stage: stageSchema,
  /** What the rig is doing or waiting for, in one line. */
  doing: text,
  checks: z.array(checkSchema),
  tuning: z.array(tuningRecordSchema),
  advice: z.array(adviceSchema),
  stacks: z.array(stackSchema),
  /** Runs while `offering`; null when stopped by a person or not running. */
  countdown: z.object({ secondsLeft: z.number().int(), totalSeconds: z.number().int() }).nullable(),
  /** True while a person's key press holds the countdown. */
  held: z.boolean(),
  target: targetSchema.nullable(),
  miner: minerSchema.nullable(),
  paused: z.boolean(),
  /** Until the rig goes on by itself; null while it is not paused. */
  pausedSecondsLeft: z.number().int().nullable(),
  sensors: sensorsSchema,
  disks: disksSchema,
  /** Mean hashes per second of each minute, oldest first, the last entry the current minute; null where nothing was measured. */
  history: z.array(z.number().nullable()).max(60),
  /** The boot stick: whether it is plugged in now, and whether it may be taken out (everything is in RAM). */
  stick: z.object({ present: z.boolean(), removable: z.boolean() }),
  messages: z.array(messageSchema),
  settings: z.array(settingSchema),
  milestones: milestonesSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** One line of the engine's log or of XMRig's. Never holds a secret. */
export const logLineSchema = z.object({
  /** Seconds since the kernel started. */
  seconds: z.number(),
  from: z.enum(['engine', 'xmrig']),
  text,
});
export type LogLine = z.infer<typeof logLineSchema>;

/** The socket's second kind of line: log lines, oldest first. A new window gets the last ones, then new ones as they come. */
export const logBatchSchema = z.object({ log: z.array(logLineSchema) });
export type LogBatch = z.infer<typeof logBatchSchema>;

/** Default locations inside the image; `npm start` uses a folder of its own. */
export const RUN_DIRECTORY = '/run/rigforge';
export const SOCKET_NAME = 'console.sock';
