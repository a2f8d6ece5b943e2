import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a test's XMRig runs; light mode on one thread without huge pages unless told otherwise. */
export interface XmrigOptions {
  readonly pools: readonly {
    readonly port: number;
    readonly tls?: boolean;
    readonly fingerprint?: string | null;
  }[];
  readonly mode?: 'light' | 'fast';
  readonly threads?: number;
  readonly hugePages?: boolean;
  /** Port of its HTTP API; without one it has none. */
  readonly apiPort?: number;
  readonly label?: string;
  /** A library that is loaded into it first. */
  readonly preload?: string;
  /** Failures in a row that it tells of, 1 unless told otherwise; it goes on trying in silence. */
  readonly retries?: number;
}

/**
 * Nothing but a hang takes XMRig that long to end: before it obeys SIGTERM it finishes the cache or dataset it is building, which takes
 * minutes where many share one core. Milliseconds.
 */
const END_MILLISECONDS = 300_000;

/** A real XMRig as a child of the test, on loopback pools only. */
export class XmrigProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  log = '';

  constructor(program: string, options: XmrigOptions) {
    this.#folder = mkdtempSync(join(tmpdir(), 'rigforge-xmrig-'));
    const file = join(this.#folder, 'config.json');
    writeFileSync(file, JSON.stringify(config(options)));
    this.#child = spawn(program, ['-c', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without a home it cannot fall back to somebody's own configuration.
      env: {
        HOME: this.#folder,
        SECRET: 'must-not-be-sent',
        ...(options.preload === undefined ? {} : { LD_PRELOAD: options.preload }),
      },
    });
    const note = (chunk: Buffer) => {
      this.log += chunk.toString();
    };
    this.#child.stdout?.on('data', note);
    this.#child.stderr?.on('data', note);
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it was killed by; null while it runs, and where it ended by itself. */
  get signal(): NodeJS.Signals | null {
    return this.#child.signalCode;
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends SIGTERM and returns the exit code once it has ended; null when it had to be killed. */
  async stop(): Promise<number | null> {
    if (this.running) {
      const gone = once(this.#child, 'exit');
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_MILLISECONDS);
      this.#child.kill('SIGTERM');
      await gone;
      clearTimeout(timer);
    }
    rmSync(this.#folder, { recursive: true, force: true });
    return this.#child.exitCode;
  }
}

function config({
  pools,
  mode = 'light',
  threads = 1,
  hugePages = false,
  apiPort,
  label,
  retries = 1,
}: XmrigOptions): object {
  return {
    autosave: false,
    watch: false,
    colors: false,
    'donate-level': 0,
    'print-time': 0,
    http: { enabled: apiPort !== undefined, host: '127.0.0.1', port: apiPort ?? 0, restricted: true },
    api: { id: 'rig', 'worker-id': label ?? 'rig-a1b2c3' },
    cpu: { 'huge-pages': hugePages, rx: Array.from({ length: threads }, () => -1) },
    randomx: { mode, wrmsr: false, rdmsr: false, numa: false },
    pools: pools.map(({ port, tls = false, fingerprint = null }) => ({
      url: `127.0.0.1:${port}`,
      user: label ?? 'rig-a1b2c3',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: XMRig's syntax, which our build has to leave alone
      pass: '${SECRET}',
      // What the engine writes: the algorithm is the pool's to name, or the block's version tells.
      coin: 'monero',
      keepalive: true,
      tls,
      'tls-fingerprint': fingerprint,
    })),
    retries,
    'retry-pause': 1,
  };
}
