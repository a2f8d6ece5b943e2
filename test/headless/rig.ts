/** A rig's life for tests: feeds events to the pure machine and keeps the clock and the effects. */
import type { PoolSetting } from '../../headless/config/model.ts';
import { readOwnerConfig } from '../../headless/config/owner-config.ts';
import type { News } from '../../headless/engine.ts';
import type { MinerSummary } from '../../headless/miner/summary.ts';
import type { RigFacts } from '../../headless/rig/facts.ts';
import type { Message, Stack } from '../../headless/snapshot.ts';
import type { Effect } from '../../headless/state/effect.ts';
import type { Event } from '../../headless/state/event.ts';
import { IMAGE } from '../../headless/state/host-rules.ts';
import type { State } from '../../headless/state/model.ts';
import { countdownOf, holdOf, minerOf, pausedUntil, stageOf, targetOf } from '../../headless/state/phase.ts';
import { sayNote } from '../../headless/status/notes.ts';
import { initialState, transition } from '../../headless/transition.ts';

export const facts: RigFacts = {
  cpu: {
    brand: 'AMD Ryzen 5 3600 6-Core Processor',
    vendor: 'AMD',
    family: 23,
    model: 113,
    cores: 6,
    threads: 12,
    l2Bytes: 3 * 2 ** 20,
    l3Bytes: 32 * 2 ** 20,
    x64: true,
    aes: true,
    avx2: true,
    ssse3: true,
    pdpe1gb: true,
    hypervisor: false,
    smtOff: false,
  },
  memory: { totalBytes: 16e9, availableBytes: 15e9 },
  memoryBoard: null,
  numaNodes: [{ id: 0, cpus: [0, 1], totalBytes: 16e9, freeBytes: 15e9 }],
  firmware: { kind: 'uefi', secureBoot: false, lockdown: 'none' },
  label: 'rig-0a1b2c',
};

export const pithead: Stack = {
  id: 'pithead.local:3333',
  name: 'pithead.local',
  host: 'pithead.local',
  address: '192.168.7.2',
  card: null,
  port: 3333,
  tls: false,
  fingerprint: null,
  found: 'mdnsName',
  kind: 'xmrig-proxy',
  status: 'ready',
  height: 3_500_001,
  algorithm: 'rx/0',
  outdated: false,
  doubt: null,
  latencyMs: 4,
  problem: null,
};

export const attic: Stack = {
  ...pithead,
  id: 'attic.local:3333',
  name: 'Attic',
  host: 'attic.local',
  address: '192.168.7.3',
  found: 'dnsSd',
};

export const poolSetting: PoolSetting = {
  host: 'pool.lan',
  port: 3333,
  user: null,
  password: null,
  tls: false,
  fingerprint: null,
  socks5: null,
  source: 'stick',
  where: 'rigforge.conf line 4',
};

const link = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };

/** XMRig's summary with the fields that the machine looks at. */
export function summary(
  change: { connectedMs?: number; hashrate?: number | null; accepted?: number; failures?: number } = {},
): MinerSummary {
  const { connectedMs = 60_000, hashrate = 1000, accepted = 0, failures = 0 } = change;
  return {
    version: '6.26.0',
    uptime: 10,
    donate_level: 1,
    hashrate: { total: [hashrate, null, null], highest: hashrate },
    hugepages: [1170, 1170],
    connection: {
      pool: 'pool.lan:3333',
      algo: 'rx/0',
      uptime_ms: connectedMs,
      failures,
      ping: 3,
      // So hard that no share is missed for days.
      diff: 60_000_000,
      accepted,
      rejected: 0,
    },
  };
}

export class Rig {
  state: State = initialState({ host: IMAGE, uptimeMs: 10_000, bootedFromStick: true });
  effects: Effect[] = [];

  get stage() {
    return stageOf(this.state);
  }

  get target() {
    return targetOf(this.state);
  }

  get miner() {
    return minerOf(this.state);
  }

  get hold() {
    return holdOf(this.state);
  }

  get countdown() {
    return countdownOf(this.state);
  }

  get pausedUntil() {
    return pausedUntil(this.state);
  }

  /** Feeds one event now and returns the effects it asked for. */
  tell(news: News): Effect[] {
    const step = transition(this.state, { ...news, at: this.state.now } as Event);
    this.state = step.state;
    this.effects.push(...step.effects);
    return step.effects;
  }

  /** Lets time pass, a tick a second. */
  pass(seconds: number): Effect[] {
    const from = this.effects.length;
    for (let second = 0; second < seconds; second += 1) {
      const step = transition(this.state, { event: 'tick', at: this.state.now + 1_000 });
      this.state = step.state;
      this.effects.push(...step.effects);
    }
    return this.effects.slice(from);
  }

  /** Time has passed in which nothing was looked at: one tick. */
  later(seconds: number): Effect[] {
    const step = transition(this.state, { event: 'tick', at: this.state.now + seconds * 1000 });
    this.state = step.state;
    this.effects.push(...step.effects);
    return step.effects;
  }

  /** Through checking and tuning with nothing configured. */
  untilFinding(
    options: { pools?: PoolSetting[]; keyboard?: boolean; waitSeconds?: number | null } = {},
  ): this {
    this.tell({ event: 'started' });
    this.tell({ event: 'adoptionChecked', session: null, pid: null });
    this.readConfig(options.pools ?? [], options.waitSeconds ?? null);
    this.tell({ event: 'surroundings', links: [link], keyboard: options.keyboard ?? false });
    this.readRig();
    this.tuned();
    return this;
  }

  readRig(): Effect[] {
    return this.tell({ event: 'rigRead', facts, checks: [], canMine: true });
  }

  readConfig(pools: PoolSetting[], waitSeconds: number | null = null, stick = true): Effect[] {
    const config = { ...readOwnerConfig({ cmdline: '', files: [] }), pools, waitSeconds };
    return this.tell({ event: 'configRead', config, stickPresent: stick, stickRead: stick });
  }

  tuned(): Effect[] {
    const xmrig = { mode: 'fast' as const, oneGbPages: false, numa: true, threads: null };
    return this.tell({ event: 'tuned', records: [], xmrig });
  }

  /** XMRig was started with the pools that it was ordered to. */
  minerStarted(pid = 42): Effect[] {
    const pools = this.started().at(-1)?.target.pools;
    return pools ? this.tell({ event: 'minerStarted', pid, pools }) : [];
  }

  /** Through the start of XMRig to the first hash. */
  untilMining(pid = 42): this {
    this.minerStarted(pid);
    this.tell({ event: 'minerStatus', pid, summary: summary() });
    return this;
  }

  /** What the engine tells, in words. */
  get messages(): Message[] {
    return this.state.notes.map(sayNote);
  }

  /** `effect` did not work. */
  fails(effect: Effect['effect'], error: string): Effect[] {
    const asked = this.effects.findLast((one) => one.effect === effect);
    if (!asked) throw new Error(`nobody asked for ${effect}`);
    return this.tell({ event: 'failed', effect: asked, error });
  }

  started() {
    return this.effects.filter((effect) => effect.effect === 'startMiner');
  }

  /** Host that XMRig was last told to mine at. */
  minesAt(): string | null {
    return this.started().at(-1)?.target.pools[0].host ?? null;
  }
}
