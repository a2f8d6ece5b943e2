import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { UnitCommand } from './unit.ts';

/** The kernel's console at 1024x768 with an 8x16 font, as the image's tty1 has it. */
const COLUMNS = 128;
const ROWS = 48;

/** A console program in a real pty, its bytes drawn on a screen. */
export interface Terminal {
  pid: number;
  /** What is on the screen. */
  text(): string;
  /** Bytes written to the terminal since the start. */
  bytes(): number;
  /**
   * Resolves as soon as the screen shows `wanted`, with the time at which the bytes that completed it came (as
   * `performance.now()` counts). Rejects with the screen after `timeoutMs`, or when the program ends before.
   */
  shows(wanted: RegExp, timeoutMs: number): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the console program on a bundle as its unit does, in a terminal like tty1. */
export function openTerminal(tui: UnitCommand, bundle: string, socket: string): Terminal {
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const pty = spawn(process.execPath, [...tui.nodeFlags, bundle, '--socket', socket], {
    cols: COLUMNS,
    rows: ROWS,
    name: 'linux',
    // Bytes, and not text: they are counted.
    encoding: null,
    env: { ...tui.environment, PATH: process.env['PATH'] ?? '', TERM: 'linux' },
  });
  const listeners = new Set<(at: number) => void>();
  let bytes = 0;
  let running = true;
  pty.onData((data: string | Buffer) => {
    const at = performance.now();
    bytes += Buffer.byteLength(data);
    screen.write(data, () => {
      for (const tell of [...listeners]) tell(at);
    });
  });
  const ended = new Promise<void>((resolve) => {
    pty.onExit(() => {
      running = false;
      resolve();
    });
  });
  const text = () => textOf(screen);
  return {
    pid: pty.pid,
    text,
    bytes: () => bytes,
    async shows(wanted, timeoutMs) {
      if (wanted.test(text())) return performance.now();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const look = (at: number) => {
        if (wanted.test(text())) resolve(at);
      };
      listeners.add(look);
      const fail = (why: string) => reject(new Error(`the console ${why}. Its screen:\n${text()}`));
      const late = setTimeout(() => fail(`did not show ${wanted} in ${timeoutMs / 1000} s`), timeoutMs);
      void ended.then(() => fail('ended'));
      return promise.finally(() => {
        listeners.delete(look);
        clearTimeout(late);
      });
    },
    async stop() {
      if (running) pty.kill('SIGKILL');
      await ended;
      screen.dispose();
    },
  };
}

function textOf({ buffer, rows }: InstanceType<typeof xterm.Terminal>): string {
  const { active } = buffer;
  return Array.from(
    { length: rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
  ).join('\n');
}
