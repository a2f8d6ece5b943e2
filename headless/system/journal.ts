/** systemd's journal: XMRig's only log, and what the engine said before it was restarted. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { execa } from 'execa';

export interface JournalLine {
  text: string;
  /** Since the kernel started; null where the journal does not say. */
  seconds: number | null;
}

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
      createInterface({ input: child.stdout }).on('line', (line) => {
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
  const parts = /^\[ *(\d+\.\d+)\] [^ ]+: (.*)$/.exec(line);
  return parts ? { text: parts[2] ?? '', seconds: Number(parts[1]) } : { text: line, seconds: null };
}
