import type { Snapshot } from '../headless/snapshot.ts';
import { toAscii } from './glyphs.ts';
import { BLANK, fit, type Line, plain, strong, wrap } from './line.ts';
import { checksScreen } from './screens/checks.ts';
import { helpScreen } from './screens/help.ts';
import { messagesScreen } from './screens/messages.ts';
import { miningScreen } from './screens/mining.ts';
import { shortScreen } from './screens/short.ts';
import { stacksScreen } from './screens/stacks.ts';
import { waitingScreen } from './screens/waiting.ts';
import type { EngineView } from './snapshot-client.ts';
import type { ScreenName } from './stage.ts';
import { screenOf, type Ui } from './ui.ts';
import { type KeyHint, keyLine } from './widgets/footer.ts';
import { header } from './widgets/header.ts';
import { messageBlock } from './widgets/messages.ts';
import { rule } from './widgets/rule.ts';

export type Size = { columns: number; rows: number };
export type FrameOptions = {
  /** Draw with ASCII alone. */
  ascii: boolean;
  /** `q` ends the program, so the footer says it. */
  quitKey: boolean;
  /** False on a serial line on which nobody has pressed Enter yet. */
  awake: boolean;
};

const FULL: Size = { columns: 80, rows: 24 };
/** Wider and higher than this the eye gets lost; the layout stays in the middle. */
const LARGEST: Size = { columns: 120, rows: 48 };
const MARGIN = 2;

/** The whole screen: exactly `size.rows` lines of at most `size.columns` cells. */
export function frame(view: EngineView, ui: Ui, size: Size, options: FrameOptions): Line[] {
  const isShort = size.columns < FULL.columns || size.rows < FULL.rows;
  const columns = Math.min(size.columns, LARGEST.columns);
  const rows = Math.min(size.rows, LARGEST.rows);
  const margin = isShort ? 0 : MARGIN;
  const width = columns - 2 * margin;
  const lines = isShort ? shortScreen(view, width, rows) : fullScreen(view, ui, width, rows, options);
  const left = ' '.repeat(Math.floor((size.columns - columns) / 2) + margin);
  const top = Math.floor((size.rows - rows) / 2);
  return Array.from({ length: size.rows }, (_, index) => {
    const line = lines[index - top] ?? BLANK;
    const placed = line.length === 0 ? BLANK : [plain(left), ...fit(line, width)];
    return options.ascii ? placed.map((span) => ({ ...span, text: toAscii(span.text) })) : placed;
  });
}

function fullScreen(view: EngineView, ui: Ui, width: number, rows: number, options: FrameOptions): Line[] {
  const { snapshot } = view;
  if (!snapshot || view.connection !== 'connected') {
    const quit = options.quitKey ? [keyLine([['Q', 'quit']], width)] : [];
    return fill(header(view, width), waitingScreen(view, width), [rule(width), ...quit], rows);
  }
  const screen = screenOf(ui);
  const room = screen === 'messages' ? 0 : Math.floor((rows - 6) / 5);
  const { lines: messages, hidden } = messageBlock(snapshot.messages, width, room);
  const foot = [
    rule(width),
    ...messages,
    keyLine(screenKeys(snapshot, screen, screen === 'messages' ? 0 : hidden), width),
    keyLine(actionKeys(screen, ui, options), width),
  ];
  const doing = wrap(snapshot.doing, width, 2).map((text): Line => [strong(text)]);
  const head = [...header(view, width), ...doing, BLANK];
  const bodyRows = rows - head.length - foot.length;
  const lines = body(snapshot, screen, ui, width, bodyRows, options);
  // A full body with messages below it needs the blank line more than the eye does.
  const tight = lines.length > bodyRows ? head.slice(0, -1) : head;
  return fill(tight, lines, foot, rows);
}

function body(
  snapshot: Snapshot,
  screen: ScreenName,
  ui: Ui,
  width: number,
  rows: number,
  { awake }: FrameOptions,
): Line[] {
  switch (screen) {
    case 'mining':
      return miningScreen(snapshot, width, rows);
    case 'stacks':
      return stacksScreen(snapshot, ui, width, rows, awake ? 'Any key' : 'Enter');
    case 'checks':
      return checksScreen(snapshot, ui.scroll, width, rows);
    case 'messages':
      return messagesScreen(snapshot, ui.scroll, width, rows);
    case 'help':
      return helpScreen(snapshot, ui.scroll, width, rows);
  }
}

// The foot stands at the bottom; a body that is too long loses its end.
function fill(head: Line[], body: Line[], foot: Line[], rows: number): Line[] {
  const room = Math.max(0, rows - head.length - foot.length);
  const blanks = Array.from({ length: Math.max(0, room - body.length) }, () => BLANK);
  return [...head, ...body.slice(0, room), ...blanks, ...foot].slice(0, rows);
}

function screenKeys(snapshot: Snapshot, screen: ScreenName, hidden: number): KeyHint[] {
  const total = snapshot.messages.length;
  const names: [ScreenName, string][] = [
    ['mining', 'Mining'],
    ['stacks', 'Stacks'],
    ['checks', 'Checks'],
    ['messages', hidden > 0 ? `Messages (${hidden} more)` : total > 0 ? `Messages (${total})` : 'Messages'],
    ['help', 'Help'],
  ];
  return names.map(([name, label], index) => [`${index + 1}`, name === screen ? `[${label}]` : label]);
}

function actionKeys(screen: ScreenName, ui: Ui, { awake, quitKey }: FrameOptions): KeyHint[] {
  if (!awake) {
    return [['Enter', 'use this console']];
  }
  const quit: KeyHint[] = quitKey && !ui.prompt ? [['Q', 'quit']] : [];
  if (ui.prompt) {
    return [
      ['Enter', ui.prompt.kind === 'address' ? 'mine there' : 'send'],
      ['Esc', 'back'],
    ];
  }
  switch (screen) {
    case 'stacks':
      return [
        ['Up/Down', 'choose'],
        ['Enter', 'mine there'],
        ['A', 'type an address'],
        ['L', 'look again'],
        ...quit,
      ];
    case 'mining':
      return [['A', 'type an address'], ['L', 'look again'], ...quit];
    default:
      return [['Up/Down', 'scroll'], ['Esc', 'back'], ...quit];
  }
}
