import type { Intent, Snapshot, Stack } from '../headless/snapshot.ts';
import type { Press } from './keys.ts';
import { homeScreen, SCREENS, type ScreenName } from './stage.ts';

/** The row below the stacks on which a person types an address. */
export const TYPE_ROW = 'type an address';

/** A line being typed. `waitsFor` of a password is the stack it is for. */
export type Prompt =
  | { kind: 'address'; text: string }
  | { kind: 'password'; stackId: string; stackName: string; text: string };

/** What this window remembers of its person; all of it may be lost without harm. */
export type Ui = {
  /** The stage's own screen, and the one chosen instead of it, if any. */
  home: ScreenName;
  chosen: ScreenName | null;
  /** Stack id or `TYPE_ROW`; null until a person moved. */
  selected: string | null;
  scroll: number;
  prompt: Prompt | null;
  /** An address just typed: if its stack asks for a password, ask the person. */
  typedAddress: string | null;
};

export const START: Ui = {
  home: 'checks',
  chosen: null,
  selected: null,
  scroll: 0,
  prompt: null,
  typedAddress: null,
};

/** The screen to show. A line being typed belongs to the stacks. */
export function screenOf(ui: Ui): ScreenName {
  return ui.prompt ? 'stacks' : (ui.chosen ?? ui.home);
}

/** The row that Enter means: the person's, else the rig's own target, else the first ready stack. */
export function selectedRow(ui: Ui, snapshot: Snapshot): string {
  const ids = snapshot.stacks.map((stack) => stack.id);
  if (ui.selected === TYPE_ROW || (ui.selected !== null && ids.includes(ui.selected))) {
    return ui.selected;
  }
  const target = snapshot.target?.stackId;
  if (target !== undefined && ids.includes(target)) {
    return target;
  }
  const ready = snapshot.stacks.find((stack) => stack.status === 'ready');
  return ready?.id ?? ids[0] ?? TYPE_ROW;
}

/** What a new snapshot changes: the rig moved on, or a typed address asks for its password. */
export function follow(ui: Ui, snapshot: Snapshot): Ui {
  const home = homeScreen(snapshot.stage);
  const moved = home === ui.home ? ui : { ...ui, home, chosen: null, scroll: 0 };
  if (moved.typedAddress === null || moved.prompt) {
    return moved;
  }
  const stack = snapshot.stacks.find((one) => isTyped(one, moved.typedAddress ?? ''));
  if (stack?.status !== 'needsPassword') {
    return moved;
  }
  return { ...moved, typedAddress: null, selected: stack.id, prompt: passwordPrompt(stack) };
}

/** One key press: the next state and what to ask of the engine. */
export function press(ui: Ui, key: Press, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  return ui.prompt ? pressInPrompt(ui, ui.prompt, key) : pressOnScreen(ui, key, snapshot);
}

function pressOnScreen(ui: Ui, key: Press, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const only = (next: Partial<Ui>) => ({ ui: { ...ui, ...next }, intents: [] });
  const onStacks = screenOf(ui) === 'stacks';
  switch (key.name) {
    case 'escape':
      return only({ chosen: null, scroll: 0 });
    case 'up':
      return only(
        onStacks ? { selected: neighbour(ui, snapshot, -1) } : { scroll: Math.max(0, ui.scroll - 1) },
      );
    case 'down':
      return only(onStacks ? { selected: neighbour(ui, snapshot, 1) } : { scroll: ui.scroll + 1 });
    case 'enter':
      return onStacks ? enterOnStacks(ui, snapshot) : only({});
    case 'character':
      return pressCharacter(ui, key.text);
    default:
      return only({});
  }
}

function pressCharacter(ui: Ui, text: string): { ui: Ui; intents: Intent[] } {
  const screen = SCREENS[Number.parseInt(text, 10) - 1];
  if (screen) {
    return { ui: { ...ui, chosen: screen, scroll: 0 }, intents: [] };
  }
  if (text.toLowerCase() === 'a') {
    return { ui: { ...ui, chosen: 'stacks', prompt: { kind: 'address', text: '' } }, intents: [] };
  }
  return { ui, intents: text.toLowerCase() === 'l' ? [{ intent: 'lookAgain' }] : [] };
}

function enterOnStacks(ui: Ui, snapshot: Snapshot): { ui: Ui; intents: Intent[] } {
  const row = selectedRow(ui, snapshot);
  const stack = snapshot.stacks.find((one) => one.id === row);
  if (!stack) {
    return { ui: { ...ui, prompt: { kind: 'address', text: '' } }, intents: [] };
  }
  if (stack.status === 'needsPassword') {
    return { ui: { ...ui, selected: stack.id, prompt: passwordPrompt(stack) }, intents: [] };
  }
  return {
    ui: { ...ui, selected: stack.id },
    intents: [{ intent: 'choose', stackId: stack.id, password: null }],
  };
}

function pressInPrompt(ui: Ui, prompt: Prompt, key: Press): { ui: Ui; intents: Intent[] } {
  const typing = (text: string) => ({ ui: { ...ui, prompt: { ...prompt, text } }, intents: [] });
  switch (key.name) {
    case 'escape':
      return { ui: { ...ui, prompt: null }, intents: [] };
    case 'backspace':
      return typing([...prompt.text].slice(0, -1).join(''));
    case 'character':
      return typing((prompt.text + key.text).slice(0, longest(prompt)));
    case 'enter':
      return submit(ui, prompt);
    default:
      return { ui, intents: [] };
  }
}

function submit(ui: Ui, prompt: Prompt): { ui: Ui; intents: Intent[] } {
  const address = prompt.text.trim();
  if (prompt.kind === 'password') {
    const intents: Intent[] = prompt.text
      ? [{ intent: 'choose', stackId: prompt.stackId, password: prompt.text }]
      : [];
    return { ui: prompt.text ? { ...ui, prompt: null } : ui, intents };
  }
  if (!address) {
    return { ui, intents: [] };
  }
  return {
    ui: { ...ui, prompt: null, typedAddress: address },
    intents: [{ intent: 'type', address, password: null }],
  };
}

// The caps of `intentSchema`.
function longest(prompt: Prompt): number {
  return prompt.kind === 'address' ? 300 : 200;
}

function passwordPrompt(stack: Stack): Prompt {
  return { kind: 'password', stackId: stack.id, stackName: stack.name, text: '' };
}

function neighbour(ui: Ui, snapshot: Snapshot, step: -1 | 1): string {
  const rows = [...snapshot.stacks.map((stack) => stack.id), TYPE_ROW];
  const index = rows.indexOf(selectedRow(ui, snapshot));
  return rows[Math.min(rows.length - 1, Math.max(0, index + step))] ?? TYPE_ROW;
}

// The engine may show the address in its own spelling, so only the host is compared.
function isTyped(stack: Stack, address: string): boolean {
  const bracketed = /^\[([^\]]+)\]/.exec(address)?.[1];
  const host = (bracketed ?? address.replace(/:\d+$/, '')).toLowerCase();
  return (
    stack.found === 'typed' && [stack.host, stack.address ?? ''].some((one) => one.toLowerCase() === host)
  );
}
