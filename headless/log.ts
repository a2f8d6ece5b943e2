/** One line to the journal; the prefix sets its priority (systemd's sd-daemon levels). */
import { cleanText } from './text.ts';

const PRIORITY = { error: 3, warning: 4, info: 6 } as const;

export function log(level: keyof typeof PRIORITY, text: string): void {
  process.stderr.write(`<${PRIORITY[level]}>${cleanText(text, 500)}\n`);
}
