import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a command in the guest printed (both streams, as a terminal shows them) and how it ended. */
export interface CommandResult {
  readonly output: string;
  readonly exitCode: number;
}

/** Asked for a command in the guest, and no answer came in time. */
export class ShellTimeout extends Error {}

/**
 * The shell that systemd itself puts on a serial port when `systemd.debug_shell=` asks for it. Commands run
 * one at a time; where output begins and ends is told by marks in control characters, which the terminal's
 * echo of the command cannot contain.
 */
export class GuestShell {
  readonly #socket: Duplex;
  #received = '';
  #count = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #arrived: () => void = () => {};

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (chunk: string) => {
      this.#received += chunk;
      this.#arrived();
    });
  }

  /**
   * Waits until the shell answers; the guest may still be booting. Nothing is sent before its prompt is there:
   * UEFI firmware takes every serial port for a keyboard, and a boot menu would act on it. Throws `ShellTimeout`.
   */
  async ready(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!/# $/.test(this.#received) && performance.now() < end) await sleep(100);
    while (performance.now() < end) {
      try {
        await this.run('stty -echo cols 4000', { timeoutMs: 3000 });
        return;
      } catch (error) {
        if (!(error instanceof ShellTimeout)) throw error;
      }
    }
    throw new ShellTimeout(`the test shell did not answer in ${Math.round(timeoutMs / 1000)} s`);
  }

  /** The machine was started again: what its shell said before tells nothing of the next. */
  forget(): void {
    this.#received = '';
  }

  /** Runs one line of shell in the guest. Throws `ShellTimeout` (default 180 s). */
  run(command: string, { timeoutMs = 180_000 } = {}): Promise<CommandResult> {
    const mine = this.#turn.then(
      () => this.#runNow(command, timeoutMs),
      () => this.#runNow(command, timeoutMs),
    );
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** The same, for a command that must succeed: its output without trailing white space. */
  async read(command: string, options: { timeoutMs?: number } = {}): Promise<string> {
    const { output, exitCode } = await this.run(command, options);
    if (exitCode !== 0)
      throw new Error(`in the guest, "${command}" ended with ${exitCode}: ${output.trim()}`);
    return output.trimEnd();
  }

  async #runNow(command: string, timeoutMs: number): Promise<CommandResult> {
    if (command.includes('\n') || command.length > 3500) throw new Error('one short line only');
    const id = ++this.#count;
    this.#received = '';
    this.#socket.write(
      `printf '\\036b${id}\\036'; ( ${command} ) </dev/null 2>&1; printf '\\036e${id}:%d\\036' $?\n`,
    );
    const pattern = new RegExp(`\\x1eb${id}\\x1e(.*)\\x1ee${id}:(\\d+)\\x1e`, 's');
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      const match = pattern.exec(this.#received);
      if (match !== null) return { output: plain(match[1] ?? ''), exitCode: Number(match[2]) };
      if (this.#socket.destroyed) throw new Error('the machine has ended');
      const more = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      await Promise.race([more, sleep(Math.min(500, Math.max(1, end - performance.now())))]);
    }
    throw new ShellTimeout(`in the guest, "${command}" did not end in ${Math.round(timeoutMs / 1000)} s`);
  }
}

/** A terminal's line ends and colours taken away. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\x1b\[[0-9;:?]*[A-Za-z]/g, '');
}
