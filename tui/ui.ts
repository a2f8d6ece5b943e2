import type { Intent } from '../headless/intent.ts';
import type { Snapshot } from '../headless/snapshot.ts';
import type { Press } from './keys.ts';
import { powerRows } from './power.ts';
import {
  ADDRESS_PROMPT,
  type Answer,
  chooseStack,
  isTyping,
  type Prompt,
  passwordPrompt,
  pressInPrompt,
} from './prompt.ts';
import { isTyped, neighbour, selectedStack, TYPE_ROW } from './stack-list.ts';
import { homeScreen, SCREENS, type ScreenName } from './stage.ts';

/** What this window remembers of its person; all of it may be lost without harm. */
export type Ui = {
  /** The stage's own screen, and the one chosen instead of it, if any. */
  home: ScreenName;
  chosen: ScreenName | null;
  /** Stack id or `TYPE_ROW`; null until a person pressed a key on the list, and again when the rig moved on. */
  selected: string | null;
  /** Lines scrolled down; on Tuning and Power the selected row, on Log the lines that the newest one is below the last shown. */
  scroll: number;
  prompt: Prompt | null;
  /** An address just typed: if its stack asks for a password, ask the person. */
  typed: { address: string; remember: boolean | null } | null;
  /** The rig was just asked to look again: said until the next key. */
  looking: boolean;
  /** What a person just had the computer do, so that the engine's going is explained. */
  leaving: 'reboot' | 'powerOff' | null;
};

export const START: Ui = {
  home: 'checks',
  chosen: null,
  selected: null,
  scroll: 0,
  prompt: null,
  typed: null,
  looking: false,
  leaving: null,
};

/** The screen to show. A prompt stays on its own. */
export function screenOf(ui: Ui): ScreenName {
  if (ui.prompt) {
    return ui.prompt.kind === 'power' ? 'power' : 'stacks';
  }
  return ui.chosen ?? ui.home;
}

/** The selected row of a screen whose rows are numbered; `count` is at least 1. */
export function rowOf(ui: Ui, count: number): number {
  return Math.min(ui.scroll, count - 1);
}

/** What a new snapshot changes: the rig moved on, or a typed address asks for its password. */
export function follow(ui: Ui, snapshot: Snapshot): Ui {
  const home = homeScreen(snapshot.stage);
  const selected = ui.prompt ? ui.selected : null;
  const moved = home === ui.home ? ui : { ...ui, home, chosen: null, scroll: 0, selected };
  const { typed } = moved;
  if (!typed || moved.prompt) {
    return moved;
  }
  const stack = snapshot.stacks.find((one) => isTyped(one, typed.address));
  if (stack?.status !== 'needsPassword') {
    return moved;
  }
  return { ...moved, typed: null, selected: stack.id, prompt: passwordPrompt(stack, typed.remember) };
}

/** The row that is marked now stays so, however the list changes: from the first key on, somebody reads it. */
export function keepRow(ui: Ui, snapshot: Snapshot): Ui {
  const stack = screenOf(ui) === 'stacks' ? selectedStack(ui, snapshot) : null;
  return stack ? { ...ui, selected: stack.id } : ui;
}

/** `news` more log lines of now `length`: a log that was scrolled back stays on the lines that are read. */
export function followLog(ui: Ui, news: number, length: number): Ui {
  const isRead = screenOf(ui) === 'log' && ui.scroll > 0;
  return isRead && news > 0 ? { ...ui, scroll: Math.min(ui.scroll + news, length) } : ui;
}

/** One key press: the next state and what to ask of the engine. */
export function press(before: Ui, key: Press, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const { ui, intents } = pressed({ ...keepRow(before, snapshot), looking: false }, key, snapshot);
  return { ui: keepRow(ui, snapshot), intents };
}

function pressed(ui: Ui, key: Press, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  if (!ui.prompt) {
    return pressOnScreen(ui, key, snapshot);
  }
  if (!isTyping(ui.prompt) && goesElsewhere(key)) {
    return pressOnScreen({ ...ui, prompt: null }, key, snapshot);
  }
  return answer(ui, pressInPrompt(ui.prompt, key, snapshot));
}

function pressOnScreen(ui: Ui, key: Press, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const only = (next: Partial<Ui>) => ({ ui: { ...ui, ...next }, intents: [] });
  switch (key.name) {
    case 'escape':
      return only({ chosen: null, scroll: 0 });
    case 'left':
      return only(beside(ui, -1));
    case 'right':
      return only(beside(ui, 1));
    case 'up':
      return only(move(ui, snapshot, -1));
    case 'down':
      return only(move(ui, snapshot, 1));
    case 'enter':
      return enter(ui, snapshot);
    case 'character':
      return pressCharacter(ui, key.text);
    default:
      return only({});
  }
}

// Upwards is back in time on the log, whose newest line is the last.
function move(ui: Ui, snapshot: Snapshot, step: -1 | 1): Partial<Ui> {
  const screen = screenOf(ui);
  if (screen === 'stacks') {
    return { selected: neighbour(ui, snapshot, step) };
  }
  return { scroll: Math.max(0, ui.scroll + (screen === 'log' ? -step : step)) };
}

function beside(ui: Ui, step: -1 | 1): Partial<Ui> {
  const index = SCREENS.indexOf(screenOf(ui)) + step + SCREENS.length;
  return { chosen: SCREENS[index % SCREENS.length] ?? null, scroll: 0 };
}

function goesElsewhere(key: Press): boolean {
  return key.name === 'left' || key.name === 'right' || screenAt(key) !== undefined;
}

function screenAt(key: Press): ScreenName | undefined {
  return key.name === 'character' ? SCREENS[Number.parseInt(key.text, 10) - 1] : undefined;
}

function pressCharacter(ui: Ui, text: string): { ui: Ui; intents: Intent[] } {
  const screen = screenAt({ name: 'character', text });
  if (screen) {
    return { ui: { ...ui, chosen: screen, scroll: 0 }, intents: [] };
  }
  if (text.toLowerCase() === 'a') {
    return { ui: { ...ui, chosen: 'stacks', selected: TYPE_ROW, prompt: ADDRESS_PROMPT }, intents: [] };
  }
  if (text.toLowerCase() === 'l') {
    return { ui: { ...ui, chosen: 'stacks', looking: true }, intents: [{ intent: 'lookAgain' }] };
  }
  return { ui, intents: [] };
}

function enter(ui: Ui, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const screen = screenOf(ui);
  if (screen === 'stacks') {
    return enterOnStacks(ui, snapshot);
  }
  if (screen === 'power') {
    const rows = powerRows(snapshot);
    const row = rows[rowOf(ui, rows.length)];
    const prompt: Prompt | null =
      row && !row.barred ? { kind: 'power', action: row.action, yes: false } : null;
    return { ui: { ...ui, prompt }, intents: [] };
  }
  return { ui, intents: [] };
}

function enterOnStacks(ui: Ui, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const stack = selectedStack(ui, snapshot);
  if (!stack) {
    return { ui: { ...ui, prompt: ADDRESS_PROMPT }, intents: [] };
  }
  return stack.status === 'needsPassword'
    ? { ui: { ...ui, prompt: passwordPrompt(stack, null) }, intents: [] }
    : answer(ui, chooseStack(stack, snapshot));
}

// Where to mine was said: the window goes back to following the rig.
function answer(ui: Ui, { prompt, intents }: Answer): { ui: Ui; intents: Intent[] } {
  const next = { ...ui, prompt };
  for (const intent of intents) {
    if (intent.intent === 'choose' || intent.intent === 'type') {
      next.chosen = null;
    }
    if (intent.intent === 'type') {
      next.typed = { address: intent.address, remember: intent.remember ?? null };
    }
    next.leaving = leavingBy(intent) ?? next.leaving;
  }
  return { ui: next, intents };
}

function leavingBy({ intent }: Intent): 'reboot' | 'powerOff' | null {
  return intent === 'reboot' || intent === 'powerOff' ? intent : null;
}
