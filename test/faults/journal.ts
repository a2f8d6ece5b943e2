/** The journal of a rig's units, one file a unit, each line as `journalctl --output short-monotonic --no-hostname` gives it. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(unit: string, program: string, text: string): void {
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    // The level in front is journald's to read.
    const line = `[${uptime.toFixed(6).padStart(12)}] ${program}: ${text.replace(/^<\d>/, '')}\n`;
    appendFileSync(join(this.#folder, unit), line);
  }

  read(unit: string): string {
    try {
      return readFileSync(join(this.#folder, unit), 'utf8');
    } catch {
      return '';
    }
  }
}
