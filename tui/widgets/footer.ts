import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, type Line, plain, widthOf } from '../line.ts';
import { isBlank, isTyping } from '../prompt.ts';
import { barredRow } from '../screens/power.ts';
import type { FrameOptions } from '../size.ts';
import { enterDoes, selectedStack } from '../stack-list.ts';
import { SCREENS, type ScreenName } from '../stage.ts';
import type { Ui } from '../ui.ts';

export type KeyHint = readonly [key: string, what: string];

/** Keys with what they do: `1 Mining  2 Stacks`, as many as fit; the last ones are left out first. */
export function keyLine(hints: readonly KeyHint[], width: number): Line {
  let room = width;
  return hints.flatMap(([key, what], index) => {
    const hint = [accent(`${index === 0 ? '' : '  '}${key}`), plain(` ${what}`)];
    room -= widthOf(hint);
    return room >= 0 ? hint : [];
  });
}

/** The screens by their digits, the one that stands in brackets: 76 cells, all that 80 columns leave. */
export function screenKeys(screen: ScreenName): KeyHint[] {
  return SCREENS.map((name, index) => {
    const label = name.charAt(0).toUpperCase() + name.slice(1);
    return [`${index + 1}`, name === screen ? `[${label}]` : label];
  });
}

/** What the keys do on `screen` just now; `scrolls` where its body is longer than its room. */
export function actionKeys(
  screen: ScreenName,
  ui: Ui,
  snapshot: Snapshot,
  { awake, dimmed, quitKey, scrolls }: FrameOptions & { scrolls: boolean },
): KeyHint[] {
  if (!awake) {
    return [['Enter', 'use this console']];
  }
  if (dimmed) {
    return [['Any key', 'brightens the screen']];
  }
  const quit: KeyHint[] = quitKey ? [['Q', 'quit']] : [];
  if (ui.prompt) {
    return isTyping(ui.prompt)
      ? [...(isBlank(ui.prompt) ? [] : [ui.prompt.kind === 'address' ? MINE : SEND]), BACK]
      : [CHOOSE, ANSWER, ...quit, BACK];
  }
  const away = screen === ui.home ? [] : [BACK];
  switch (screen) {
    case 'stacks':
      return [...stackKeys(ui, snapshot), LOOK, ...quit, ...away];
    case 'mining':
      return [OTHERS, ...(snapshot.paused ? [GO_ON] : []), ...quit, TYPE, FIND, ...away];
    case 'tuning':
      return [...(snapshot.tuning.length > 0 ? [CHOOSE] : []), ...quit, ...away, OTHERS];
    case 'power':
      return [CHOOSE, ...(barredRow(ui, snapshot) ? [] : [ASKS]), ...quit, ...away, OTHERS];
    default:
      return [...(scrolls ? [SCROLL] : []), ...quit, ...away, OTHERS];
  }
}

const BACK: KeyHint = ['Esc', 'back'];
const CHOOSE: KeyHint = ['Up/Down', 'choose'];
const SCROLL: KeyHint = ['Up/Down', 'scroll'];
const OTHERS: KeyHint = ['Left/Right', 'other screens'];
const GO_ON: KeyHint = ['7', 'resume mining'];
const TYPE: KeyHint = ['A', 'type an address'];
const LOOK: KeyHint = ['L', 'look again'];
const FIND: KeyHint = ['L', 'look for stacks'];
const MINE: KeyHint = ['Enter', 'mine there'];
const SEND: KeyHint = ['Enter', 'send'];
const ANSWER: KeyHint = ['Enter', 'answer'];
const ASKS: KeyHint = ['Enter', 'asks first'];

function stackKeys(ui: Ui, snapshot: Snapshot): KeyHint[] {
  const stack = selectedStack(ui, snapshot);
  const choose = snapshot.stacks.length > 0 ? [CHOOSE] : [];
  return stack ? [...choose, ['Enter', enterDoes(stack)], TYPE] : [...choose, ['Enter', TYPE[1]]];
}
