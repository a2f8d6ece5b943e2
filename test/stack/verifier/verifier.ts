import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildVerifier } from './build.ts';

interface Waiting {
  readonly resolve: (hash: string) => void;
  readonly reject: (error: Error) => void;
}

/** RandomX hashes from the reference library, computed by a process of its own, one after another, in order. */
export class Verifier {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #complaint = '';

  private constructor(program: string) {
    this.#process = spawn(program, { stdio: 'pipe' });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#answer(line));
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#complaint += chunk.toString();
    });
    // Written to after it ended: the exit handler tells the reason.
    this.#process.stdin.on('error', () => {});
    this.#process.once('error', (error) => this.#fail(error.message));
    this.#process.once('exit', () => this.#fail(this.#complaint.trim() || 'it ended'));
  }

  /** Compiles the helper where needed and starts it. Throws as `buildVerifier` does. */
  static async start(): Promise<Verifier> {
    return new Verifier(await buildVerifier());
  }

  /**
   * The RandomX hash of `blob` under `seed`, all in hexadecimal. Tens of milliseconds, and about half a second more when
   * the seed is not the one before. Rejects when the helper ends.
   */
  hash(seed: string, blob: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null) {
        reject(new Error('The share verifier is not running'));
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${seed} ${blob}\n`);
    });
  }

  /** Ends the helper; hashes still waiting reject. */
  stop(): void {
    this.#process.kill('SIGKILL');
  }

  #answer(line: string): void {
    const next = this.#waiting.shift();
    if (line.startsWith('error ')) {
      next?.reject(new Error(line.slice('error '.length)));
    } else {
      next?.resolve(line);
    }
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new Error(`The share verifier stopped: ${reason}`));
    }
  }
}
