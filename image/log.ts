/** What a build says: short lines with the seconds passed on the screen, everything in a file. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';

/** How a command is run: beside what the environment has, and where. */
export type RunOptions = { env?: Record<string, string>; cwd?: string };

/** Milestones in what mkosi and our scripts print, and what to show for each. */
const MILESTONES: readonly (readonly [RegExp, string])[] = [
  [/Syncing package manager metadata/, 'Reading the list of packages'],
  [/Installing Debian/, 'Installing Debian packages'],
  [/Running prepare script/, 'Leaving out what a rig does not need'],
  [/Running finalize script/, 'Making the root file system, initrd and boot loader'],
  [/Generating disk image/, 'Putting the disk together'],
];

export class Log {
  readonly file: string;
  readonly #say: (line: string) => void;
  readonly #stream: WriteStream;
  readonly #started = performance.now();

  private constructor(file: string, say: (line: string) => void) {
    this.file = file;
    this.#say = say;
    this.#stream = createWriteStream(file);
  }

  static async open(file: string, say: (line: string) => void): Promise<Log> {
    await mkdir(dirname(file), { recursive: true });
    return new Log(file, say);
  }

  /** One line on the screen and in the file. */
  step(text: string): void {
    const seconds = Math.round((performance.now() - this.#started) / 1000);
    this.#say(`[${String(seconds).padStart(4)} s] ${text}`);
    this.#stream.write(`[${seconds} s] ${text}\n`);
  }

  /** Runs a command into the file; throws with the end of what it said when it fails. */
  async run(command: string, args: readonly string[], { env = {}, cwd }: RunOptions = {}): Promise<void> {
    const child = execa(command, args, {
      env,
      ...(cwd ? { cwd } : {}),
      all: true,
      buffer: false,
      reject: false,
      stdin: 'ignore',
    });
    const tail: string[] = [];
    for await (const line of child.iterable({ from: 'all' })) {
      // repart's progress comes as one line of carriage returns.
      const last = line.slice(line.lastIndexOf('\r') + 1);
      this.#stream.write(`${last}\n`);
      tail.push(last);
      if (tail.length > 25) tail.shift();
      const milestone = MILESTONES.find(([pattern]) => pattern.test(last));
      if (milestone && /^\S*\s*‣|^\S+‣/.test(last)) this.step(milestone[1]);
    }
    const { exitCode, shortMessage, failed } = await child;
    if (failed) {
      const end = tail.join('\n');
      throw new Error(
        `${exitCode === undefined ? shortMessage : `${command} failed`}. All it said is in ${this.file}; the end:\n${end}`,
      );
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.end(resolve));
  }
}
