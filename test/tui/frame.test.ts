import { describe, expect, it } from 'vitest';
import { type LogLine, type Snapshot, snapshotSchema } from '../../headless/snapshot.ts';
import { cleanSnapshot } from '../../tui/clean.ts';
import { frame } from '../../tui/frame.ts';
import { isDrawable } from '../../tui/glyphs.ts';
import { type Line, widthOf } from '../../tui/line.ts';
import type { Prompt } from '../../tui/prompt.ts';
import type { Size } from '../../tui/size.ts';
import type { EngineView } from '../../tui/snapshot-client.ts';
import { TYPE_ROW } from '../../tui/stack-list.ts';
import { SCREENS } from '../../tui/stage.ts';
import { START, type Ui } from '../../tui/ui.ts';
import { type Random, randomSnapshot, seeded } from './random-snapshot.ts';
import { OLD } from './snapshots.ts';
import { HOSTILE } from './troubles.ts';

const SIZES: Size[] = [
  { columns: 80, rows: 24 },
  { columns: 128, rows: 48 },
  { columns: 240, rows: 67 },
  { columns: 79, rows: 24 },
  { columns: 80, rows: 23 },
  { columns: 40, rows: 10 },
  { columns: 1, rows: 1 },
];

describe('a frame', () => {
  it.each(SIZES)('fills $columns x $rows and no more, with known glyphs, whatever the snapshot', (size) => {
    const random = seeded(size.columns * 1000 + size.rows);
    for (let round = 0; round < 250; round += 1) {
      const snapshot = cleanSnapshot(spoiled(randomSnapshot(random), random));
      const lines = draw(snapshot, randomUi(random, snapshot), size, random() < 0.3, randomLog(random));
      expectFits(lines, size);
      expectDrawable(lines);
    }
  });

  it('has ASCII alone on a serial line', () => {
    const lines = draw(cleanSnapshot(HOSTILE), START, { columns: 80, rows: 24 }, true);
    expect(textOf(lines)).toMatch(/^[ -~\n]*$/);
  });

  it('keeps its words when it is dimmed, and nothing else', () => {
    const size = { columns: 80, rows: 24 };
    const bright = draw(OLD, { ...START, home: 'mining' }, size, false);
    const dark = draw(OLD, { ...START, home: 'mining' }, size, false, [], true);
    expect(textOf(dark).split('\n').slice(0, -1)).toEqual(textOf(bright).split('\n').slice(0, -1));
    expect(textOf(dark)).toContain('Any key brightens the screen');
    expect(dark.flatMap((line) => line.map((span) => span.tone)).every((tone) => tone === 'dim')).toBe(true);
  });

  it('moves nothing when numbers grow', () => {
    const { miner } = OLD;
    expect(miner).not.toBeNull();
    const size = { columns: 80, rows: 24 };
    const small = grown(OLD, 1);
    const big = grown(OLD, 99);
    const places = (snapshot: Snapshot) =>
      textOf(draw(snapshot, { ...START, home: 'mining' }, size, false))
        .split('\n')
        .map((line) => [...line.matchAll(/accepted|rejected|ping|height|H\/s|threads|10 s|15 min|best/g)])
        .map((words) => words.map((word) => [word[0], word.index + word[0].length]));
    const ends = places(small);
    // `accepted` follows its number, so its own end may move; the columns after it may not.
    const fixed = (rows: typeof ends) =>
      rows.map((row) => row.filter(([word]) => !/accepted|rejected|threads/.test(`${word}`)));
    expect(fixed(places(big))).toEqual(fixed(ends));
  });
});

function grown(snapshot: Snapshot, factor: number): Snapshot {
  const miner = snapshot.miner;
  if (!miner) {
    return snapshot;
  }
  const rate = 101 * factor;
  return {
    ...snapshot,
    miner: {
      ...miner,
      hashesPerSecond: { seconds10: rate, seconds60: rate, minutes15: rate, highest: rate },
      accepted: 9 * factor,
      pingMs: 2 * factor,
      difficulty: 1000 * factor,
    },
  };
}

function draw(
  snapshot: Snapshot,
  ui: Ui,
  size: Size,
  ascii: boolean,
  log: EngineView['log'] = [],
  dimmed = false,
): Line[] {
  const view: EngineView = { connection: 'connected', snapshot, unreadable: false, log, logged: log.length };
  return frame(view, ui, size, { ascii, quitKey: false, awake: true, dimmed });
}

/** Some numbers made such as no reading may be, and no schema lets in: not numbers, endless, negative. */
function spoiled<T>(value: T, random: Random): T {
  if (typeof value === 'number') {
    const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, -1];
    return (random() < 0.2 ? strange[Math.floor(random() * strange.length)] : value) as T;
  }
  if (Array.isArray(value)) {
    return value.map((one) => spoiled(one, random)) as T;
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoiled(one, random)])) as T;
  }
  return value;
}

function randomLog(random: Random): LogLine[] {
  const texts = ['', 'net new job', 'word '.repeat(70), 'x'.repeat(400)];
  return Array.from({ length: Math.floor(random() * 40) }, (_, index) => ({
    seconds: spoiled(index * 1e5, random),
    from: random() < 0.5 ? 'engine' : 'xmrig',
    text: texts[Math.floor(random() * texts.length)] ?? '',
  }));
}

function textOf(lines: Line[]): string {
  return lines.map((line) => line.map((span) => span.text).join('')).join('\n');
}

function expectFits(lines: Line[], size: Size): void {
  expect(lines.length).toBe(size.rows);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(size.columns);
}

function expectDrawable(lines: Line[]): void {
  const strange = [...textOf(lines).replaceAll('\n', '')].filter((one) => !isDrawable(one));
  expect(strange).toEqual([]);
}

function randomUi(random: Random, snapshot: Snapshot): Ui {
  const one = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const prompts: (Prompt | null)[] = [
    null,
    {
      kind: 'address',
      text: 'ü日本'.repeat(Math.floor(random() * 60)),
      error: one([null, 'word '.repeat(70)]) ?? null,
    },
    {
      kind: 'password',
      stackId: 'x',
      stackName: 'n'.repeat(Math.floor(random() * 200)),
      place: 'x, found by its name',
      remember: null,
      text: 'ü日'.repeat(90),
    },
    {
      kind: 'leave',
      choice: { intent: 'choose', stackId: 'x', password: null },
      place: 'n'.repeat(Math.floor(random() * 200)),
      problem: 'word '.repeat(70),
      working: 'w'.repeat(Math.floor(random() * 200)),
      yes: random() < 0.5,
    },
    {
      kind: 'remember',
      choice: { intent: 'choose', stackId: 'x', password: null },
      place: 'ü'.repeat(Math.floor(random() * 200)),
      at: 'x, found by its name',
      yes: random() < 0.5,
    },
    { kind: 'power', action: one(['pause', 'resume', 'reboot', 'powerOff']) ?? 'pause', yes: random() < 0.5 },
  ];
  return {
    ...START,
    chosen: one(SCREENS) ?? null,
    selected: one([TYPE_ROW, 'gone', ...snapshot.stacks.map((stack) => stack.id)]) ?? null,
    scroll: Math.floor(random() * 50),
    leaving: one([null, 'reboot', 'powerOff']) ?? null,
    prompt: random() < 0.3 ? (one(prompts) ?? null) : null,
  };
}

describe('the random snapshots', () => {
  it('are snapshots', () => {
    const random = seeded(7);
    for (let round = 0; round < 50; round += 1) {
      expect(snapshotSchema.safeParse(randomSnapshot(random)).error).toBeUndefined();
    }
  });
});
