/** One unit as systemd runs it, after the rules of its own file: started anew when it ends, and its end in the journal. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Journal } from './journal.ts';
import { restartDelay, type UnitRules } from './unit-rules.ts';

export interface UnitOptions {
  rules: UnitRules;
  journal: Journal;
  /** Starts its main process; null where a condition of the unit does not hold. */
  start(): ChildProcess | null;
  /** Its processes changed, as its cgroup shows them. */
  onProcess(pid: number | null): void;
}

export class Unit {
  readonly #options: UnitOptions;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #restarts = 0;
  #isWanted = false;
  /** How often its main process was started. */
  starts = 0;

  constructor(options: UnitOptions) {
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** `systemctl start`, which does nothing where it runs. */
  start(): void {
    if (this.#child) return;
    this.#cancel();
    this.#restarts = 0;
    this.#isWanted = true;
    this.#run();
  }

  /** `systemctl stop`: done when it has ended. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#cancel();
    const child = this.#child;
    if (child) {
      child.kill('SIGTERM');
      // One that was stopped cannot end.
      child.kill('SIGCONT');
      const timer = setTimeout(() => child.kill('SIGKILL'), this.#options.rules.stopMs);
      await this.#ended;
      clearTimeout(timer);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#child) this.#child.kill(signal);
  }

  #cancel(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    const { rules, journal, onProcess } = this.#options;
    const child = this.#options.start();
    if (!child) return;
    this.#child = child;
    this.starts += 1;
    if (child.stdout) {
      const program = rules.name.replace('.service', '');
      createInterface({ input: child.stdout }).on('line', (line) =>
        journal.add(rules.name, `${program}[${child.pid}]`, line),
      );
    }
    onProcess(child.pid ?? null);
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#child = null;
        onProcess(null);
        this.#tell(`Main process exited, ${exitWords(code, signal)}`);
        resolve();
        if (this.#isWanted) this.#again();
      });
    });
  }

  #again(): void {
    this.#restarts += 1;
    this.#timer = setTimeout(
      () => {
        this.#tell(`Scheduled restart job, restart counter is at ${this.#restarts}.`);
        this.#run();
      },
      restartDelay(this.#options.rules, this.#restarts),
    );
  }

  #tell(text: string): void {
    const { rules, journal } = this.#options;
    journal.add(rules.name, 'systemd[1]', `${rules.name}: ${text}`);
  }
}

/** As systemd words it: `code=killed, status=8/FPE`. */
function exitWords(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === null) return `code=exited, status=${code}/${code === 0 ? 'SUCCESS' : 'FAILURE'}`;
  return `code=killed, status=${constants.signals[signal]}/${signal.replace(/^SIG/, '')}`;
}
