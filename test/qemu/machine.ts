import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { GuestShell } from './guest-shell.ts';
import { type Accelerator, type Hardware, type MachineFiles, qemuArguments } from './qemu-arguments.ts';
import { Qmp } from './qmp.ts';
import { Screen } from './screen.ts';
import type { Port } from './segment.ts';

/** Everything a machine is made of; see `MachineFiles` for what each file is. */
export interface MachineParts {
  readonly hardware: Hardware;
  readonly accelerator: Accelerator;
  /** Where its network card is plugged in; null: it has none. */
  readonly port: Port | null;
  readonly files: Pick<MachineFiles, 'stick' | 'stickLog' | 'disks' | 'firmwareCode' | 'firmwareVariables'>;
  /** Folder for sockets and QEMU's own log. */
  readonly directory: string;
  readonly serialLog: string | null;
}

/** One running PC. Times are milliseconds since its power-on, which is the start of QEMU. */
export class Machine {
  readonly screen = new Screen();
  readonly qmp: Qmp;
  /** Only of use when the guest was booted with `systemd.debug_shell=ttyS1`. */
  readonly shell: GuestShell;
  /** Resolves when QEMU ends, with what its log says last. */
  readonly ended: Promise<string>;
  firstFrame: number | null = null;
  readonly #process: ChildProcess;
  readonly #console: Socket;
  readonly #poweredOn: number;
  readonly #log: WriteStream | null;

  /** Powers a machine on. Rejects with QEMU's own words when it does not start. */
  static async start(parts: MachineParts): Promise<Machine> {
    const [qmp, serial0, serial1] = await Promise.all(
      ['qmp', 'console', 'shell'].map((name) => listenOnce(join(parts.directory, `${name}.sock`))),
    );
    if (qmp === undefined || serial0 === undefined || serial1 === undefined) throw new Error('unreachable');
    const files = { ...parts.files, qmp: qmp.path, serial0: serial0.path, serial1: serial1.path };
    const poweredOn = performance.now();
    const child = spawn(
      'qemu-system-x86_64',
      qemuArguments(parts.hardware, files, parts.accelerator, parts.port),
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const ended = endOf(child, join(parts.directory, 'qemu.log'));
    const failed = ended.then((why): never => {
      throw new Error(`QEMU did not start: ${why}`);
    });
    const sockets = Promise.all([qmp.connection, serial0.connection, serial1.connection]);
    const [monitor, console, shell] = await Promise.race([sockets, failed]);
    failed.catch(() => {});
    return new Machine(child, poweredOn, ended, await Qmp.over(monitor), console, shell, parts.serialLog);
  }

  private constructor(
    child: ChildProcess,
    poweredOn: number,
    ended: Promise<string>,
    qmp: Qmp,
    console: Socket,
    shell: Socket,
    serialLog: string | null,
  ) {
    this.#process = child;
    this.#poweredOn = poweredOn;
    this.ended = ended;
    this.qmp = qmp;
    this.#console = console;
    this.shell = new GuestShell(shell);
    this.#log = serialLog === null ? null : createWriteStream(serialLog);
    console.on('error', () => {});
    console.on('data', (bytes: Buffer) => {
      this.#log?.write(bytes);
      void this.screen.write(bytes);
    });
    const stopWatching = this.screen.onChange(() => {
      if (this.firstFrame !== null || !this.screen.hasFrame()) return;
      this.firstFrame = this.now();
      stopWatching();
    });
  }

  /** Milliseconds since power-on. */
  now(): number {
    return performance.now() - this.#poweredOn;
  }

  /** Bytes typed at the serial console. */
  typeOnSerial(bytes: Uint8Array | string): void {
    if (!this.#console.destroyed) this.#console.write(bytes);
  }

  /** Pulls the plug. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGKILL');
    await this.ended;
    this.qmp.close();
    this.#console.destroy();
    this.#log?.end();
  }
}

async function listenOnce(path: string): Promise<{ path: string; connection: Promise<Socket> }> {
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const connection = new Promise<Socket>((resolve) => {
    server.once('connection', (socket: Socket) => {
      server.close();
      resolve(socket);
    });
  });
  server.unref();
  return { path, connection };
}

async function endOf(child: ChildProcess, log: string): Promise<string> {
  const copy = createWriteStream(log);
  let last = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    copy.write(chunk);
    last = (last + chunk.toString()).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      copy.end();
      const warnings = /warning: TCG doesn't support requested feature/;
      const lines = last.split('\n').filter((line) => line.trim() !== '' && !warnings.test(line));
      resolve(lines.at(-1) ?? `ended with ${signal ?? `code ${code}`}`);
    });
  });
}
