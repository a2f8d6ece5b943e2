import xterm from '@xterm/headless';

export const COLUMNS = 80;
export const ROWS = 24;

/**
 * What a person at the serial console sees: the rig's bytes in an 80x24 terminal. Everything the harness says
 * about the screen is read from here, never from the bytes.
 */
export class Screen {
  readonly terminal = new xterm.Terminal({
    cols: COLUMNS,
    rows: ROWS,
    allowProposedApi: true,
    scrollback: 200,
  });
  /** False while the rig hides its cursor. */
  cursorVisible = true;
  readonly #changed = new Set<() => void>();

  constructor() {
    for (const final of ['h', 'l'] as const) {
      this.terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        if (parameters.includes(25)) this.cursorVisible = final === 'h';
        return false;
      });
    }
  }

  /** Feeds bytes; resolves when they are on the screen. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.terminal.write(bytes, () => {
        for (const listener of this.#changed) listener();
        resolve();
      });
    });
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** The 24 rows as text, without trailing blanks. */
  lines(): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from(
      { length: ROWS },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  text(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** A full-screen program (the TUI) has drawn: boot loader and kernel never use the alternate screen. */
  hasFrame(): boolean {
    return (
      this.terminal.buffer.active.type === 'alternate' &&
      this.lines().filter((l) => l.trim() !== '').length >= 3
    );
  }

  /** Resolves with the text as soon as it matches. Rejects after `timeoutMs` with what was there instead. */
  async waitFor(wanted: RegExp | (() => boolean), timeoutMs: number): Promise<string> {
    const matches = (): boolean => (wanted instanceof RegExp ? wanted.test(this.text()) : wanted());
    if (matches()) return this.text();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const stop = this.onChange(() => {
      if (matches()) resolve(this.text());
    });
    const late = setTimeout(
      () =>
        reject(new Error(`after ${timeoutMs / 1000} s the screen does not show ${wanted}:\n${this.text()}`)),
      timeoutMs,
    );
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      stop();
    }
  }
}
