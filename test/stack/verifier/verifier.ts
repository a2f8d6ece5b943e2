import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildVerifiers, type Verifiers } from './build.ts';

/** RandomX's version 1 is `rx/0`, version 2 `rx/2`. */
export type RandomXVersion = 1 | 2;

/** A hash and the commitment to it and its input (`blake2b-256(input ++ hash)`), 64 hexadecimal digits each. */
export interface Committed {
  readonly hash: string;
  readonly commitment: string;
}

/**
 * RandomX hashes, computed again by programs that share no generated code with XMRig. Key and input are hexadecimal; the key of a
 * block is its seed hash. Each program is started when it is first asked, answers one after another, in order, and takes up to about
 * a second more for a key that is not the one before. Promises reject when a program ends.
 */
export class Verifier {
  readonly #programs: Verifiers;
  #reference: LineProgram | null = null;
  #interpreter: LineProgram | null = null;

  private constructor(programs: Verifiers) {
    this.#programs = programs;
  }

  /** Compiles the programs where needed. Throws as `buildVerifiers` does. */
  static async start(): Promise<Verifier> {
    return new Verifier(await buildVerifiers());
  }

  /** The hash of version 1 by Debian's librandomx. Tens of milliseconds. */
  hash(key: string, input: string): Promise<string> {
    this.#reference ??= new LineProgram(this.#programs.reference);
    return this.#reference.ask(`${key} ${input}`);
  }

  /** The hash of either version by our own interpreter. A quarter of a second. */
  async interpret(version: RandomXVersion, key: string, input: string): Promise<Committed> {
    this.#interpreter ??= new LineProgram(this.#programs.interpreter);
    const [hash = '', commitment = ''] = (await this.#interpreter.ask(`${version} ${key} ${input}`)).split(
      ' ',
    );
    return { hash, commitment };
  }

  /** Ends the programs; hashes still waiting reject. */
  stop(): void {
    this.#reference?.stop();
    this.#interpreter?.stop();
  }
}

interface Waiting {
  readonly resolve: (answer: string) => void;
  readonly reject: (error: Error) => void;
}

/** A process that answers each line with one line. */
class LineProgram {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #complaint = '';

  constructor(program: string) {
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

  ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        reject(new Error('The share verifier is not running'));
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${line}\n`);
    });
  }

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
