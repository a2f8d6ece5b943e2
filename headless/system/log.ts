/** The engine's own log. */
import { cleanText } from '../text.ts';

/** The prefix of a line sets its priority in the journal (systemd's sd-daemon levels). */
const PRIORITY = { error: 3, warning: 4, info: 6 } as const;

const followers = new Set<(text: string) => void>();

/** One line to the journal and to whoever follows. Callers keep secrets out of it. */
export function log(level: keyof typeof PRIORITY, text: string): void {
  const line = cleanText(text, 500);
  process.stderr.write(`<${PRIORITY[level]}>${line}\n`);
  for (const tell of followers) tell(line);
}

/** Calls back with each line logged from now on. */
export function followLog(onLine: (text: string) => void): void {
  followers.add(onLine);
}
