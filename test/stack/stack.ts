import { EventEmitter } from 'node:events';
import { networkInterfaces } from 'node:os';
import { type Certificate, makeCertificate } from './certificate.ts';
import { Connection, type Floor } from './connection.ts';
import type { StackEvent, StackStatus } from './events.ts';
import { type Template, templateAt } from './jobs.ts';
import { Listener } from './listener.ts';
import { Responder } from './mdns.ts';
import {
  type Command,
  type Settings,
  type StackInput,
  type StackOptions,
  stackOptionsSchema,
} from './settings.ts';
import { buildVerifier } from './verifier/build.ts';
import { Verifier } from './verifier/verifier.ts';
import { WorkerBook } from './workers.ts';

/**
 * A small real stack: a Stratum server that hands out RandomX jobs and counts a share only when it has computed its hash
 * itself. Every `StackEvent` is emitted as `event`.
 */
export class Stack extends EventEmitter<{ event: [StackEvent] }> {
  readonly #options: StackOptions;
  readonly #certificate: Certificate | null;
  readonly #listener: Listener;
  readonly #connections = new Set<Connection>();
  readonly #workers = new WorkerBook();
  #settings: Settings;
  #template: Template;
  #address = '';
  #port: number;
  #responder: Responder | null = null;
  #verifier: Promise<Verifier> | null = null;
  #blockTimer: NodeJS.Timeout | null = null;
  #nonceByte = 0;
  #open = false;

  private constructor(options: StackOptions) {
    super();
    this.#options = options;
    this.#settings = options;
    this.#port = options.port;
    this.#template = templateAt(options.height, now());
    this.#certificate = options.tls ? makeCertificate(`${options.name ?? 'stack'}.local`) : null;
    this.#listener = new Listener(this.#certificate, (stream, socket, tls) => {
      const from = `${socket.remoteAddress}:${socket.remotePort}`;
      this.#nonceByte = (this.#nonceByte + 1) % 256;
      const connection = new Connection(stream, this.#floor(), { from, tls, nonceByte: this.#nonceByte });
      this.#connections.add(connection);
      this.emit('event', { event: 'connected', from, worker: null });
      stream.once('close', () => {
        this.#connections.delete(connection);
        this.emit('event', { event: 'disconnected', from, worker: connection.worker });
      });
    });
  }

  /**
   * Starts a stack. `onEvent` sees every event from the first on. Throws an error that a person can act on when the port is taken, the interface is not
   * there, or the verifier cannot be compiled.
   */
  static async start(input: StackInput = {}, onEvent?: (event: StackEvent) => void): Promise<Stack> {
    const stack = new Stack(stackOptionsSchema.parse(input));
    if (onEvent) stack.on('event', onEvent);
    await buildVerifier();
    const own = interfaceAddress(stack.#options.interface);
    stack.#address = stack.#options.address ?? own;
    await stack.#applyFault();
    const { name, dnsSd, blockSeconds } = stack.#options;
    if (name !== null) {
      // Everybody's address is nobody's: the interface's own is what others can reach.
      const address = stack.#address === '0.0.0.0' ? own : stack.#address;
      stack.#responder = await Responder.start(
        own,
        { name, instance: dnsSd, address, port: stack.#port },
        (problem) => stack.emit('event', { event: 'problem', message: `mDNS: ${problem.message}` }),
      );
      stack.#tellAnnounced(address);
    }
    if (blockSeconds > 0) {
      stack.#blockTimer = setInterval(() => stack.newBlock(), blockSeconds * 1000);
    }
    return stack;
  }

  get address(): string {
    return this.#address;
  }

  get port(): number {
    return this.#port;
  }

  /** SHA-256 of the TLS certificate, 64 hexadecimal digits; null without TLS. */
  get fingerprint(): string | null {
    return this.#certificate?.fingerprint ?? null;
  }

  status(): StackStatus {
    const connected = [...this.#connections].map((connection) => connection.worker);
    return {
      address: this.#address,
      port: this.#port,
      height: this.#template.height,
      fingerprint: this.fingerprint,
      connections: this.#connections.size,
      ...this.#workers.status(connected),
    };
  }

  /** Changes settings at once; what is not named stays. */
  async set(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<void> {
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const before = this.#settings;
    this.#settings = { ...before, ...named };
    await this.#applyFault();
    for (const connection of this.#connections) {
      connection.wake();
      if (before.difficulty !== this.#settings.difficulty) connection.pushJob();
    }
  }

  /** Hangs up on everybody. */
  drop(): void {
    this.#listener.hangUp();
  }

  /** Sends everybody a `client.reconnect` to another place. */
  reconnectClients(host: string, port: number): void {
    for (const connection of this.#connections) connection.pushReconnect(host, port);
  }

  /** Leaves this address for another; mDNS says so. */
  async move(address: string, port: number = this.#port): Promise<void> {
    await this.#listener.close();
    this.#open = false;
    this.#address = address;
    this.#port = port;
    await this.#applyFault();
    await this.#responder?.move(address, this.#port);
    if (this.#responder !== null) this.#tellAnnounced(address);
  }

  /** The chain grows by a block: everybody gets a new job. */
  newBlock(): void {
    this.#template = templateAt(this.#template.height + 1, now());
    const { height, seedHash } = this.#template;
    this.emit('event', { event: 'block', height, seedHash });
    for (const connection of this.#connections) connection.pushJob();
  }

  /** Does what a line on stdin asks for. */
  async command(command: Command): Promise<void> {
    switch (command.command) {
      case 'set':
        return this.set(command.settings);
      case 'drop':
        return this.drop();
      case 'reconnect':
        return this.reconnectClients(command.host, command.port);
      case 'move':
        return this.move(command.address, command.port);
      case 'block':
        return this.newBlock();
      case 'status':
        this.emit('event', { event: 'status', ...this.status() });
        return;
      case 'stop':
        return this.stop();
    }
  }

  /** Says goodbye by mDNS, hangs up on everybody and ends the verifier. */
  async stop(): Promise<void> {
    if (this.#blockTimer !== null) clearInterval(this.#blockTimer);
    const responder = this.#responder;
    this.#responder = null;
    await responder?.stop();
    await this.#listener.close();
    const verifier = await this.#verifier?.catch(() => null);
    verifier?.stop();
    this.emit('event', { event: 'stopped' });
  }

  /** Opens or closes the port as the fault asks for. */
  async #applyFault(): Promise<void> {
    const open = this.#settings.fault !== 'refuse';
    if (open && !this.#open) {
      this.#port = await this.#listener.open(this.#address, this.#port);
      const { kind, difficulty } = this.#settings;
      this.emit('event', {
        event: 'listening',
        address: this.#address,
        port: this.#port,
        kind,
        difficulty,
        height: this.#template.height,
        fingerprint: this.fingerprint,
      });
    } else if (!open && this.#open) {
      await this.#listener.close();
    }
    this.#open = open;
  }

  #tellAnnounced(address: string): void {
    const { name, interface: on } = this.#options;
    this.emit('event', { event: 'announced', name: `${name}.local`, address, interface: on });
  }

  #floor(): Floor {
    const stack = this;
    return {
      get settings() {
        return stack.#settings;
      },
      get template() {
        return stack.#template;
      },
      emit: (event) => {
        if (event.event === 'login' && event.ok) stack.#workers.join(event.worker, event.agent);
        stack.emit('event', event);
      },
      hash: async (seed, blob) => {
        stack.#verifier ??= Verifier.start();
        return (await stack.#verifier).hash(seed, blob);
      },
      count: (share) => {
        const counts = stack.#workers.count(share.worker, share.reason === null);
        stack.emit('event', { event: 'share', ...share, accepted: share.reason === null, ...counts });
      },
    };
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** The first IPv4 address of an interface. Throws when it has none, and names those that have. */
function interfaceAddress(name: string): string {
  const all = networkInterfaces();
  const address = all[name]?.find(({ family }) => family === 'IPv4')?.address;
  if (address === undefined) {
    throw new Error(
      `The interface ${name} has no IPv4 address; choose one of ${Object.keys(all).join(', ')} with --interface`,
    );
  }
  return address;
}
