/** systemd's journal: XMRig's only log, and what the engine said before it was restarted. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { execa } from 'execa';

export interface JournalLine {
  text: string;
  /** Who wrote it, as the journal knows it: `xmrig[812]`, `systemd[1]`; empty where it does not say. */
  source: string;
  /** Since the kernel started; null where the journal does not say. */
  seconds: number | null;
}

/** The source of what systemd itself says of a unit. No other program is process 1. */
export const SYSTEMD = 'systemd[1]';

/** `--all`: a message with a control character would come as "blob data" otherwise. */
const FORM = ['--output', 'short-monotonic', '--no-hostname', '--all'];
const TIMEOUT_MS = 10_000;

/**
 * Calls back with the last `lines` of a unit and then each new one, until the returned function is called. A journalctl that ends
 * (journald restarted) is started again.
 */
export function followJournal(unit: string, lines: number, onLine: (line: JournalLine) => void): () => void {
  let stopped = false;
  let earlier = lines;
  let child: ReturnType<typeof spawn> | null = null;
  const run = () => {
    if (stopped) return;
    const options = ['--unit', unit, '--lines', String(earlier), '--follow', ...FORM];
    child = spawn('journalctl', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    if (child.stdout) {
      eachLine(child.stdout, (line) => {
        earlier = 0; // told once
        onLine(journalLine(line));
      });
    }
    child.on('error', () => {});
    child.on('close', () => setTimeout(run, 5_000).unref());
  };
  run();
  return () => {
    stopped = true;
    child?.kill();
  };
}

/**
 * Lines by their newline alone. Node's readline ends one at a carriage return and at U+2028 as well: what a pool says could make a
 * line of its own with them, and one that looks like systemd's.
 */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** The last `lines` of a unit; none where the journal cannot be read. */
export async function readJournal(unit: string, lines: number): Promise<JournalLine[]> {
  const options = ['--unit', unit, '--lines', String(lines), '--quiet', ...FORM];
  const { stdout } = await execa('journalctl', options, { timeout: TIMEOUT_MS }).catch(() => ({
    stdout: '',
  }));
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(journalLine);
}

/** One line in the monotonic form, `[   12.345678] xmrig[812]: text`; a line of another form is all text. Pure. */
export function journalLine(line: string): JournalLine {
  const [, seconds, source = '', text = ''] = /^\[ *(\d+\.\d+)\] ([^ ]+): (.*)$/s.exec(line) ?? [];
  return seconds === undefined
    ? { text: line, source: '', seconds: null }
    : { text, source, seconds: Number(seconds) };
}
