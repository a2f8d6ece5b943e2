import type { Snapshot, Stack } from '../../headless/snapshot.ts';

/** A number from 0 up to 1, excluding 1. */
export type Random = () => number;

/** The same row of numbers for the same seed (a linear congruential generator, constants of Numerical Recipes). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A snapshot that fits the schema and nothing else: empty, huge, negative, hostile. */
export function randomSnapshot(random: Random): Snapshot {
  const pick = <T>(...values: [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const many = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, make);
  const maybe = <T>(value: T): T | null => pick(value, null);
  const flag = () => random() < 0.5;
  const number = () =>
    pick(0, -1, 0.4, 7, 999.5, 12_345.678, 999_999.6, 1e12, 1e300, -1e300, Number.MIN_VALUE);
  const whole = () => pick(0, -1, 1, 42, 1_000_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
  const text = () =>
    pick(
      '',
      ' ',
      'pithead.local',
      'x'.repeat(400),
      'word '.repeat(80),
      '\x1b[31mred\x1b[0m\x1b]0;title\x07',
      '日本語 ✓ ▁▂▃ … “quoted” – ü\u202Eoverride\u200Bzero',
      'line\nline\r\ttab\x00\x7f\x9b2J',
      '😀'.repeat(100),
    );
  const stack = (): Stack => ({
    id: pick('a', 'b', 'c', 'd', text()),
    name: text(),
    host: text(),
    address: maybe(text()),
    card: maybe(text()),
    port: pick(1, 3333, 65_535),
    tls: flag(),
    fingerprint: maybe(text()),
    found: pick('configured', 'mdnsName', 'dnsSd', 'sweep', 'typed'),
    kind: pick('xmrig-proxy', 'p2pool', 'stratum', 'unknown'),
    status: pick('probing', 'ready', 'needsPassword', 'notReady', 'refused', 'unreachable', 'notStratum'),
    height: maybe(whole()),
    algorithm: maybe(pick('rx/0', 'rx/2')),
    outdated: flag(),
    doubt: null,
    latencyMs: maybe(number()),
    problem: maybe(text()),
  });
  return {
    sequence: whole(),
    build: { version: text(), commit: text() },
    mode: pick('image', 'laptop'),
    rig: {
      label: text(),
      cpu: text(),
      memoryBytes: Math.max(0, number()),
      links: many(6, () => ({ name: text(), carrier: flag(), addresses: many(3, text) })),
      nodes: whole(),
      keyboard: flag(),
      uptimeSeconds: number(),
    },
    stage: pick('checking', 'tuning', 'finding', 'offering', 'starting', 'mining', 'repairing', 'halted'),
    doing: text(),
    checks: many(12, () => ({
      id: text(),
      label: text(),
      status: pick('ok', 'warning', 'failed'),
      value: text(),
      why: maybe(text()),
    })),
    tuning: many(6, () => ({
      knob: pick('hugePages1G', 'hugePages2M', 'msr', 'governor', 'numa', 'threads'),
      asked: text(),
      effective: text(),
      status: pick('full', 'partial', 'refused', 'notApplicable'),
      why: maybe(text()),
      worth: text(),
    })),
    advice: many(7, () => ({ id: text(), text: text(), why: text() })),
    stacks: many(30, stack),
    countdown: maybe({ secondsLeft: whole(), totalSeconds: whole() }),
    held: flag(),
    target: maybe({
      stackId: pick('a', 'b', text()),
      host: text(),
      address: maybe(text()),
      port: whole(),
      source: pick('person', 'cmdline', 'stick', 'discovery'),
      why: text(),
    }),
    miner: maybe({
      running: flag(),
      pid: maybe(whole()),
      adopted: flag(),
      connected: flag(),
      pool: text(),
      hashesPerSecond: {
        seconds10: maybe(number()),
        seconds60: maybe(number()),
        minutes15: maybe(number()),
        highest: maybe(number()),
      },
      threads: whole(),
      accepted: whole(),
      rejected: whole(),
      lastShareSeconds: maybe(number()),
      difficulty: number(),
      pingMs: number(),
      height: maybe(whole()),
      algorithm: maybe(pick('rx/0', 'rx/2')),
      connectionSeconds: number(),
      uptimeSeconds: number(),
      donateLevelPercent: number(),
      hugePages: { allocated: whole(), wanted: whole() },
      restarts: whole(),
      restartReason: maybe(text()),
      version: text(),
    }),
    paused: flag(),
    pausedSecondsLeft: maybe(whole()),
    sensors: { cpuCelsius: maybe(number()), powerWatts: maybe(number()) },
    disks: { count: whole(), sectorsWritten: whole() },
    history: many(60, () => maybe(number())),
    stick: { present: flag(), removable: flag() },
    messages: many(15, () => ({ level: pick('info', 'warning', 'error'), where: text(), text: text() })),
    settings: many(20, () => ({
      key: text(),
      value: text(),
      source: pick('cmdline', 'stick', 'default'),
      where: text(),
    })),
    milestones: {
      engineStarted: number(),
      stackFound: maybe(number()),
      minerStarted: maybe(number()),
      firstHashrate: maybe(number()),
      firstShare: maybe(number()),
    },
  };
}
