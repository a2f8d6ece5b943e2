import { formatEndpoint } from '../headless/endpoint.ts';
import type { Snapshot } from '../headless/snapshot.ts';
import { toAscii } from './glyphs.ts';
import { BLANK, between, fit, type Line, plain, strong, wrap } from './line.ts';
import { checksScreen } from './screens/checks.ts';
import { helpScreen } from './screens/help.ts';
import { logScreen } from './screens/log.ts';
import { messagesScreen } from './screens/messages.ts';
import { miningScreen } from './screens/mining.ts';
import { powerScreen } from './screens/power.ts';
import { shortScreen } from './screens/short.ts';
import { stacksScreen } from './screens/stacks.ts';
import { tuningScreen } from './screens/tuning.ts';
import { doingLine, waitingScreen } from './screens/waiting.ts';
import type { FrameOptions, Size } from './size.ts';
import type { EngineView } from './snapshot-client.ts';
import { screenOf, type Ui } from './ui.ts';
import { actionKeys, keyLine, screenKeys } from './widgets/footer.ts';
import { header } from './widgets/header.ts';
import { messageBlock } from './widgets/messages.ts';
import { rule } from './widgets/rule.ts';
import { isPart } from './widgets/scrolled.ts';

const FULL: Size = { columns: 80, rows: 24 };
/** Wider and higher than this the eye gets lost; the layout stays in the middle. */
const LARGEST: Size = { columns: 120, rows: 48 };
const MARGIN = 2;

/** True where the full layout has no room: the short form shows no choices, so keys make none. */
export function isShort({ columns, rows }: Size): boolean {
  return columns < FULL.columns || rows < FULL.rows;
}

/** The whole screen: exactly `size.rows` lines of at most `size.columns` cells. */
export function frame(view: EngineView, ui: Ui, size: Size, options: FrameOptions): Line[] {
  const short = isShort(size);
  const columns = Math.min(size.columns, LARGEST.columns);
  const rows = Math.min(size.rows, LARGEST.rows);
  const margin = short ? 0 : MARGIN;
  const width = columns - 2 * margin;
  const lines = short
    ? shortScreen(view, ui, width, rows, options.quitKey)
    : fullScreen(view, ui, width, rows, options);
  const left = ' '.repeat(Math.floor((size.columns - columns) / 2) + margin);
  const top = Math.floor((size.rows - rows) / 2);
  return Array.from({ length: size.rows }, (_, index) => {
    const line = lines[index - top] ?? BLANK;
    const placed = line.length === 0 ? BLANK : [plain(left), ...fit(line, width)];
    return placed.map(({ text, tone }) => ({
      text: options.ascii ? toAscii(text) : text,
      tone: options.dimmed ? 'dim' : tone,
    }));
  });
}

function fullScreen(view: EngineView, ui: Ui, width: number, rows: number, options: FrameOptions): Line[] {
  const { snapshot } = view;
  if (!snapshot || view.connection !== 'connected') {
    const quit = options.quitKey ? [keyLine([['Q', 'quit']], width)] : [];
    return fill(header(view, width), waitingScreen(view, ui.leaving, width), [rule(width), ...quit], rows);
  }
  const screen = screenOf(ui);
  const room = screen === 'messages' ? 0 : Math.floor((rows - 6) / 5);
  const { lines: messages, rest } = messageBlock(snapshot.messages, width, room);
  // Always two lines: nothing below moves when the sentence gets longer.
  const [first = '', second = ''] = wrap(doingLine(view, snapshot), width, 2);
  const next = screen === 'stacks' ? '' : choosing(snapshot, width, options.awake);
  const doing: Line[] = [[strong(first)], second ? [strong(second)] : [plain(next)]];
  // The live view needs every line of a small screen.
  const gap = rows > FULL.rows || screen !== 'mining' ? [BLANK] : [];
  const head = [...header(view, width), ...doing, ...gap];
  const main = body(view.log, snapshot, ui, width, rows - head.length - messages.length - FOOT, options);
  const foot = [
    rule(width, screen === 'messages' ? '' : rest),
    ...messages,
    keyLine(screenKeys(screen), width),
    keyLine(actionKeys(screen, ui, snapshot, { ...options, scrolls: isPart(main) }), width),
  ];
  return fill(head, main, foot, rows);
}

/** Lines of the foot besides the messages. */
const FOOT = 3;

// What the Stacks screen says in full, for those who look at another one meanwhile.
function choosing({ countdown, held, target }: Snapshot, width: number, awake: boolean): string {
  if (!target) {
    return '';
  }
  const where = formatEndpoint(target.host, target.port);
  if (countdown) {
    const seconds = `${Math.max(0, countdown.secondsLeft)}`.padStart(2);
    const after = ` in ${seconds} s. ${awake ? 'Any key' : 'Enter'} stops this.`;
    return between('Mining on ', where, after, width);
  }
  return held
    ? between('Press 2 to choose a stack. After two minutes without a key it mines at ', where, '.', width)
    : '';
}

function body(
  log: EngineView['log'],
  snapshot: Snapshot,
  ui: Ui,
  width: number,
  rows: number,
  { awake, quitKey }: FrameOptions,
): Line[] {
  switch (screenOf(ui)) {
    case 'mining':
      return miningScreen(snapshot, width, rows);
    case 'stacks':
      return stacksScreen(snapshot, ui, width, rows, awake ? 'Any key' : 'Enter');
    case 'checks':
      return checksScreen(snapshot, ui.scroll, width, rows);
    case 'tuning':
      return tuningScreen(snapshot, ui, width, rows);
    case 'log':
      return logScreen(log, ui.scroll, width, rows);
    case 'messages':
      return messagesScreen(snapshot, ui.scroll, width, rows);
    case 'power':
      return powerScreen(snapshot, ui, width);
    case 'help':
      return helpScreen(snapshot, ui.scroll, width, rows, quitKey);
  }
}

// The foot stands at the bottom; a body that is too long loses its end.
function fill(head: Line[], body: Line[], foot: Line[], rows: number): Line[] {
  const room = Math.max(0, rows - head.length - foot.length);
  const blanks = Array.from({ length: Math.max(0, room - body.length) }, () => BLANK);
  return [...head, ...body.slice(0, room), ...blanks, ...foot].slice(0, rows);
}
