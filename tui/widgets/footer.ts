import type { Snapshot } from '../../headless/snapshot.ts';
import type { FrameOptions } from '../frame.ts';
import { accent, fit, type Line, plain } from '../line.ts';
import { barredRow } from '../screens/power.ts';
import { selectedRow, TYPE_ROW } from '../stack-list.ts';
import { SCREENS, type ScreenName } from '../stage.ts';
import type { Ui } from '../ui.ts';

export type KeyHint = readonly [key: string, what: string];

/** Keys with what they do: `1 Mining  2 Stacks`. */
export function keyLine(hints: readonly KeyHint[], width: number): Line {
  return fit(
    hints.flatMap(([key, what], index) => [accent(`${index === 0 ? '' : '  '}${key}`), plain(` ${what}`)]),
    width,
  );
}

/** The screens by their digits, the one that stands in brackets: 76 cells, all that 80 columns leave. */
export function screenKeys(screen: ScreenName): KeyHint[] {
  return SCREENS.map((name, index) => {
    const label = name.charAt(0).toUpperCase() + name.slice(1);
    return [`${index + 1}`, name === screen ? `[${label}]` : label];
  });
}

/** What the keys do on `screen` just now. */
export function actionKeys(
  screen: ScreenName,
  ui: Ui,
  snapshot: Snapshot,
  { awake, dimmed, quitKey }: FrameOptions,
): KeyHint[] {
  if (!awake) {
    return [['Enter', 'use this console']];
  }
  if (dimmed) {
    return [['Any key', 'brightens the screen']];
  }
  const { prompt } = ui;
  const quit: KeyHint[] = quitKey ? [['Q', 'quit']] : [];
  switch (prompt?.kind) {
    case 'address':
    case 'password':
      return [
        ['Enter', prompt.kind === 'address' ? 'mine there' : 'send'],
        ['Esc', 'back'],
      ];
    case 'leave':
    case 'remember':
    case 'power':
      return [['Up/Down', 'choose'], ['Enter', 'answer'], ['Esc', 'back'], ...quit];
    case undefined:
      break;
  }
  switch (screen) {
    case 'stacks':
      return [
        ['Up/Down', 'choose'],
        ...(selectedRow(ui, snapshot) === TYPE_ROW
          ? ([['Enter', 'type an address']] as const)
          : ([
              ['Enter', 'mine there'],
              ['A', 'type an address'],
            ] as const)),
        ['L', 'look again'],
        ...quit,
      ];
    case 'mining':
      return [
        ['Left/Right', 'other screens'],
        ...(snapshot.paused ? ([['7', 'go on mining']] as const) : []),
        ['A', 'type an address'],
        ['L', 'look again'],
        ...quit,
      ];
    case 'tuning':
    case 'power':
      return [
        ['Up/Down', 'choose'],
        ...(screen === 'power' && !barredRow(ui, snapshot) ? ([['Enter', 'asks first']] as const) : []),
        ['Esc', 'back'],
        ...quit,
      ];
    default:
      return [['Up/Down', 'scroll'], ['Esc', 'back'], ...quit];
  }
}
