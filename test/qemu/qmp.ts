import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { KeyPress } from './keys.ts';

const lineSchema = z.looseObject({
  QMP: z.unknown().optional(),
  return: z.unknown().optional(),
  error: z.object({ class: z.string(), desc: z.string() }).optional(),
  event: z.string().optional(),
  data: z.unknown().optional(),
  id: z.number().optional(),
});

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A talk with QEMU over its machine protocol (QMP): commands by number, events as they come. */
export class Qmp {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: string, data: unknown) => void>();
  #next = 1;
  #rest = '';

  /** Takes over a connected socket and leaves QMP's greeting state. */
  static async over(socket: Socket): Promise<Qmp> {
    const qmp = new Qmp(socket);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', () => this.#drop());
    socket.on('close', () => this.#drop());
  }

  /** Runs one command. Rejects with QEMU's own words, or when QEMU ended. */
  execute(command: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error(`QEMU has ended (${command})`));
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: parameters, id })}\n`);
    });
  }

  /** Resolves at the first event of that name for which `matches` holds. */
  async event(name: string, matches: (data: unknown) => boolean, timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = (event: string, data: unknown): void => {
      if (event === name && matches(data)) resolve();
    };
    this.#listeners.add(listener);
    try {
      const late = sleep(timeoutMs, 'late' as const, { ref: false });
      if ((await Promise.race([promise, late])) === 'late')
        throw new Error(`QEMU sent no ${name} in ${timeoutMs} ms`);
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** What the machine's screen shows now, as a PNG file. */
  async screenshot(file: string): Promise<void> {
    await this.execute('screendump', { filename: file, format: 'png' });
  }

  /** Presses keys one after another, as slowly as a person does. */
  async type(presses: readonly KeyPress[]): Promise<void> {
    for (const press of presses) {
      if ('pauseMs' in press) {
        await sleep(press.pauseMs);
        continue;
      }
      const keys = press.keys.map((data) => ({ type: 'qcode', data }));
      await this.execute('send-key', { keys, 'hold-time': 80 });
      await sleep(250);
    }
  }

  /** Pulls a device out of the machine, and waits until it is gone. */
  async unplug(id: string): Promise<void> {
    const gone = this.event(
      'DEVICE_DELETED',
      (data) => z.looseObject({ device: z.literal(id) }).safeParse(data).success,
      30_000,
    );
    await Promise.all([gone, this.execute('device_del', { id })]);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') this.#line(line);
  }

  #line(line: string): void {
    const parsed = lineSchema.parse(JSON.parse(line));
    if (parsed.event !== undefined)
      for (const listener of this.#listeners) listener(parsed.event, parsed.data);
    if (parsed.id === undefined) return;
    const waiting = this.#waiting.get(parsed.id);
    this.#waiting.delete(parsed.id);
    if (parsed.error === undefined) waiting?.resolve(parsed.return);
    else waiting?.reject(new Error(`QEMU: ${parsed.error.desc}`));
  }

  #drop(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('QEMU has ended'));
    this.#waiting.clear();
  }
}
