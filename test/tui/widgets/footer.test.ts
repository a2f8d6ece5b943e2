import { describe, expect, it } from 'vitest';
import { type LogLine, type Snapshot, snapshotSchema } from '../../../headless/snapshot.ts';
import { frame } from '../../../tui/frame.ts';
import type { Press } from '../../../tui/keys.ts';
import type { Size } from '../../../tui/size.ts';
import { homeScreen, SCREENS } from '../../../tui/stage.ts';
import { press, START, type Ui } from '../../../tui/ui.ts';
import { keyLine } from '../../../tui/widgets/footer.ts';
import * as snapshots from '../snapshots.ts';
import * as troubles from '../troubles.ts';

const SIZES: Size[] = [
  { columns: 80, rows: 24 },
  { columns: 128, rows: 48 },
];

const RIGS = Object.entries({ ...snapshots, ...troubles }).filter(
  (entry): entry is [string, Snapshot] => snapshotSchema.safeParse(entry[1]).success,
);

/** Keys by the name that the footer has for them. */
const NAMED: Record<string, Press[]> = {
  'Up/Down': [{ name: 'up' }, { name: 'down' }],
  Enter: [{ name: 'enter' }],
  Esc: [{ name: 'escape' }],
};

describe('the footer', () => {
  it.each(RIGS)('of %s names a key where it does something, and only there', (_name, snapshot) => {
    const home = homeScreen(snapshot.stage);
    const wrong = SIZES.flatMap((size) =>
      SCREENS.flatMap((chosen) =>
        [[], troubles.LOG].flatMap((log) => {
          const ui: Ui = { ...START, home, chosen };
          const footer = draw(snapshot, ui, size, log).at(-1) ?? '';
          return Object.entries(NAMED)
            .filter(
              ([key, presses]) =>
                footer.includes(`${key} `) !== presses.some((one) => acts(one, snapshot, ui, size, log)),
            )
            .map(([key]) => `${key} on ${chosen} at ${size.columns}x${size.rows}: ${footer}`);
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

function acts(key: Press, snapshot: Snapshot, ui: Ui, size: Size, log: readonly LogLine[]): boolean {
  const after = press(ui, key, snapshot);
  const before = draw(snapshot, ui, size, log);
  return after.intents.length > 0 || draw(snapshot, after.ui, size, log).join() !== before.join();
}

function draw(snapshot: Snapshot, ui: Ui, size: Size, log: readonly LogLine[]): string[] {
  const options = { ascii: false, quitKey: false, awake: true, dimmed: false };
  const view = { connection: 'connected', snapshot, unreadable: false, log, logged: log.length } as const;
  const lines = frame(view, ui, size, options);
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

describe('a line of keys', () => {
  const text = (width: number) =>
    keyLine(
      [
        ['Up/Down', 'choose'],
        ['Enter', 'mine there'],
        ['Esc', 'back'],
      ],
      width,
    )
      .map((span) => span.text)
      .join('');

  it('leaves out whole what does not fit', () => {
    expect(text(40)).toBe('Up/Down choose  Enter mine there');
    expect(text(42)).toBe('Up/Down choose  Enter mine there  Esc back');
    expect(text(31)).toBe('Up/Down choose');
  });
});
