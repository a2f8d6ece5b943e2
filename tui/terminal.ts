import { readlinkSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Size } from './size.ts';

/** What a terminal without a size is taken for. */
const FALLBACK: Size = { columns: 80, rows: 24 };

/** Home, then erase everything. The kernel's console has no alternate screen and keeps what the boot left there. */
export const CLEAR_SCREEN = '\x1b[H\x1b[2J';

/**
 * Follows the size of `stdout`. A serial line reports 0x0, which Ink would otherwise look up by starting programs at every
 * frame; the stream itself is corrected so that everybody sees the same. Listens before Ink does.
 */
export function watchSize(stdout: WriteStream, onResize: () => void): () => Size {
  correct(stdout);
  stdout.prependListener('resize', () => {
    correct(stdout);
    onResize();
  });
  return () => ({ columns: stdout.columns, rows: stdout.rows });
}

/** True when standard input is a serial line, told by its device's name (`ttyS0`, `ttyUSB0`, `ttyAMA0`, `hvc0`). */
export function isSerialLine(path: string = inputDevice()): boolean {
  return /^\/dev\/(ttyS|ttyUSB|ttyACM|ttyAMA|hvc)\d+$/.test(path);
}

function correct(stdout: WriteStream): void {
  stdout.columns = stdout.columns > 0 ? stdout.columns : FALLBACK.columns;
  stdout.rows = stdout.rows > 0 ? stdout.rows : FALLBACK.rows;
}

function inputDevice(): string {
  try {
    return readlinkSync('/proc/self/fd/0');
  } catch {
    return '';
  }
}
