import type { IBufferCell, Terminal } from '@xterm/headless';
import { COLUMNS, ROWS, type Screen } from './screen.ts';

const LEAVE = 0x1d;
const FRAME_MS = 50;
export const HOW_TO_LEAVE = 'Ctrl-] leaves and ends everything that was started';

/** This terminal as the rig's serial console. */
export interface Console {
  /** Resolves when the person pressed Ctrl-]. */
  readonly left: Promise<void>;
  /** The line below the rig's screen, beside how to leave. */
  readonly setStatus: (text: string) => void;
  /** Puts the terminal back as it was. May be called twice. */
  readonly close: () => void;
}

/**
 * Shows the rig's 80x24 screen in this terminal and sends it what is typed, Ctrl-C too. The screen is redrawn
 * from its cells, not passed through, so nothing the rig sends can upset this terminal. Where there is a 25th
 * row it says how to leave; the window's title says it always.
 */
export function openConsole(screen: Screen, type: (bytes: Uint8Array) => void): Console {
  const { stdin, stdout } = process;
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  let status = '';
  let shown: string[] = [];
  let timer: NodeJS.Timeout | null = null;

  const draw = (): void => {
    timer = null;
    const height = stdout.rows ?? ROWS;
    const rows = Array.from({ length: Math.min(ROWS, height) }, (_, y) => row(screen.terminal, y));
    if (height > ROWS) rows.push(statusRow(status));
    const changes = rows.map((text, y) =>
      text === shown[y] ? '' : `\x1b[${y + 1};1H\x1b[0m${text}\x1b[0m\x1b[K`,
    );
    shown = rows;
    stdout.write(`\x1b[?25l${changes.join('')}${cursor(screen)}`);
  };
  const redraw = (): void => {
    timer ??= setTimeout(draw, FRAME_MS);
  };
  const repaint = (): void => {
    shown = [];
    stdout.write('\x1b[0m\x1b[2J');
    redraw();
  };
  const typed = (bytes: Buffer): void => {
    const end = bytes.indexOf(LEAVE);
    const before = end < 0 ? bytes : bytes.subarray(0, end);
    if (before.length > 0) type(before);
    if (end >= 0) leave();
  };

  stdout.write(`\x1b[?1049h\x1b]0;RigForge in QEMU: ${HOW_TO_LEAVE}\x07`);
  stdin.setRawMode(true).on('data', typed).resume();
  stdout.on('resize', repaint);
  const stopWatching = screen.onChange(redraw);
  repaint();

  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    stopWatching();
    if (timer !== null) clearTimeout(timer);
    stdout.off('resize', repaint);
    stdin.off('data', typed).setRawMode(false).pause();
    stdout.write('\x1b[0m\x1b[?25h\x1b[?1049l\x1b]0;\x07');
  };
  const setStatus = (text: string): void => {
    status = text;
    redraw();
  };
  return { left, setStatus, close };
}

function statusRow(status: string): string {
  const text = ` ${HOW_TO_LEAVE}${status === '' ? '' : ` | ${status}`}`;
  return `\x1b[7m${text.slice(0, COLUMNS).padEnd(COLUMNS)}`;
}

function cursor({ terminal, cursorVisible }: Screen): string {
  const { cursorX, cursorY } = terminal.buffer.active;
  return !cursorVisible ? '' : `\x1b[${cursorY + 1};${cursorX + 1}H\x1b[?25h`;
}

/** One row with its colours, as SGR sequences where they change. */
function row(terminal: Terminal, y: number): string {
  const buffer = terminal.buffer.active;
  const line = buffer.getLine(buffer.viewportY + y);
  if (line === undefined) return '';
  let text = '';
  let style = '';
  for (let x = 0; x < COLUMNS; x++) {
    const cell = line.getCell(x);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const next = sgr(cell);
    if (next !== style) text += `\x1b[0${next}m`;
    style = next;
    text += cell.getChars() || ' ';
  }
  return text;
}

function sgr(cell: IBufferCell): string {
  const marks = [
    cell.isBold() ? ';1' : '',
    cell.isDim() ? ';2' : '',
    cell.isUnderline() ? ';4' : '',
    cell.isInverse() ? ';7' : '',
  ];
  return `${marks.join('')}${colour(cell, 'Fg', 30)}${colour(cell, 'Bg', 40)}`;
}

function colour(cell: IBufferCell, ground: 'Fg' | 'Bg', base: number): string {
  const value = ground === 'Fg' ? cell.getFgColor() : cell.getBgColor();
  const palette = ground === 'Fg' ? cell.isFgPalette() : cell.isBgPalette();
  const direct = ground === 'Fg' ? cell.isFgRGB() : cell.isBgRGB();
  if (direct) return `;${base + 8};2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
  if (!palette) return '';
  if (value < 8) return `;${base + value}`;
  return value < 16 ? `;${base + 52 + value}` : `;${base + 8};5;${value}`;
}
