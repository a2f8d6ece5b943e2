import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { type ConsoleSocket, openConsoleSocket } from '../../headless/console/socket.ts';
import type { Intent } from '../../headless/intent.ts';
import type { LogLine, Snapshot } from '../../headless/snapshot.ts';
import { WAIT_MILLISECONDS } from '../wait.ts';

/** The real console program in a real pty, its bytes replayed into a terminal emulator, with an engine to talk to. */
export type RigConsole = {
  /** Where an engine has to listen. */
  socket: string;
  publish(snapshot: Snapshot): void;
  /** New log lines from the engine. */
  log(lines: readonly LogLine[]): void;
  startEngine(): Promise<void>;
  stopEngine(): Promise<void>;
  /** Intents received so far. */
  intents: Intent[];
  /** Sends `keys` as the terminal would, at once. */
  type(keys: string): void;
  /** Sends `keys` when the program takes keys for a person's: half a second after its first frame. */
  press(keys: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Changes the size, and waits until the whole screen was erased and drawn anew for it. */
  settles(columns: number, rows: number): Promise<void>;
  /** Writes to the terminal past the program, as the kernel does. */
  scribble(text: string): void;
  kill(signal: string): void;
  /** What the terminal shows, a line a row, blanks at the ends of lines removed. */
  screen(): string;
  /** Waits until the screen holds `wanted`, and gives the whole screen. */
  shows(wanted: string | RegExp): Promise<string>;
  /** Waits until `condition` is true. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** Bytes and writes of the program so far. */
  output(): { bytes: number; frames: number; text: string };
  exited: Promise<{ exitCode: number; signal?: number | undefined }>;
  pid: number;
  startedAt: number;
  close(): Promise<void>;
};

export type RigConsoleOptions = {
  columns?: number;
  rows?: number;
  args?: string[];
  term?: string;
  engine?: boolean;
  /** What the engine logged before the window came. */
  log?: readonly LogLine[];
  /** Added to the program's environment. */
  env?: Record<string, string>;
  /** The terminal reports 0x0, as a serial line does. */
  withoutSize?: boolean;
  /** Waits in the terminal's input when the program starts. */
  typedBefore?: string;
};

/** More than the console takes for input left over from boot (`tui/keys.ts`). */
const PERSON_MS = 900;
/** Tighter than in the image's unit, so that a program that needs more memory is noticed here. */
const NODE_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=24'];

export async function openRigConsole(bundle: string, options: RigConsoleOptions = {}): Promise<RigConsole> {
  const { columns = 80, rows = 24, args = [], term = 'linux', engine = true, typedBefore = '' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-console-'));
  const path = join(folder, 'console.sock');
  const intents: Intent[] = [];
  let server: ConsoleSocket | null = null;
  let latest: Snapshot | null = null;

  const startEngine = async () => {
    server = await openConsoleSocket({
      path,
      group: null,
      onIntent: (intent) => void intents.push(intent),
      earlierLog: () => options.log ?? [],
    });
    if (latest) {
      server.publish(latest);
    }
  };
  if (engine) {
    await startEngine();
  }

  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const startedAt = performance.now();
  const command = [process.execPath, ...NODE_FLAGS, bundle, '--socket', path, ...args];
  const script = `${options.withoutSize ? 'stty cols 0 rows 0; ' : ''}exec "$@"`;
  const pty: IPty = spawn('/bin/sh', ['-c', script, 'sh', ...command], {
    cols: columns,
    rows,
    name: term,
    env: { PATH: process.env['PATH'] ?? '', TERM: term, CI: 'true', ...options.env },
  });
  let text = '';
  let firstFrameAt = 0;
  let frames = 0;
  let unparsed = 0;
  // A frame is drawn between two marks; in the middle of it the screen is neither the old one nor the new one.
  const whole = () => unparsed === 0 && text.lastIndexOf('\x1b[?2026l') >= text.lastIndexOf('\x1b[?2026h');
  pty.write(typedBefore);
  pty.onData((data) => {
    text += data;
    firstFrameAt ||= data.includes('\x1b[?2026l') ? performance.now() : 0;
    frames += data.split('\x1b[?2026h').length - 1;
    unparsed += 1;
    terminal.write(data, () => {
      unparsed -= 1;
    });
  });
  const exited = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
    pty.onExit(resolve);
  });

  const screen = () => {
    const buffer = terminal.buffer.active;
    return Array.from({ length: terminal.rows }, (_, row) =>
      (buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    ).join('\n');
  };

  const until = async (condition: () => boolean, what: string) => {
    const end = performance.now() + WAIT_MILLISECONDS;
    while (!condition()) {
      if (performance.now() > end) {
        throw new Error(`Waited in vain for ${what}. The screen:\n${screen()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  const resize = (newColumns: number, newRows: number) => {
    terminal.resize(newColumns, newRows);
    pty.resize(newColumns, newRows);
  };

  return {
    socket: path,
    intents,
    startEngine,
    exited,
    startedAt,
    screen,
    until,
    pid: pty.pid,
    publish(snapshot) {
      latest = snapshot;
      server?.publish(snapshot);
    },
    log: (lines) => server?.publishLog(lines),
    async stopEngine() {
      await server?.close();
      server = null;
    },
    type: (keys) => pty.write(keys),
    async press(keys) {
      await until(() => firstFrameAt > 0 && performance.now() - firstFrameAt > PERSON_MS, 'a person');
      pty.write(keys);
      // A terminal sends the next key later than this too; otherwise ESC and what follows could be one.
      await new Promise((resolve) => setTimeout(resolve, keys.endsWith('\x1b') ? 200 : 30));
    },
    resize,
    async settles(newColumns, newRows) {
      const before = text.length;
      resize(newColumns, newRows);
      await until(() => text.includes('\x1b[2J', before) && whole(), `a screen of ${newColumns}x${newRows}`);
    },
    scribble: (scribble) => terminal.write(scribble),
    kill: (signal) => pty.kill(signal),
    async shows(wanted) {
      const found = () =>
        whole() && (typeof wanted === 'string' ? screen().includes(wanted) : wanted.test(screen()));
      await until(found, String(wanted));
      return screen();
    },
    output: () => ({ bytes: Buffer.byteLength(text), frames, text }),
    async close() {
      pty.kill('SIGKILL');
      await exited;
      await server?.close();
      terminal.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
