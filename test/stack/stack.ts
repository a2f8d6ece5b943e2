import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { algorithmOf, FORK_VERSION } from './algorithms.ts';
import { Bans } from './bans.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { Chain } from './chain.ts';
import { Connection, type Floor } from './connection.ts';
import type { StackEvent, StackStatus } from './events.ts';
import { interfaceAddress } from './interface-address.ts';
import { withNonce } from './jobs.ts';
import { Listener } from './listener.ts';
import { Responder } from './mdns.ts';
import { type Settings, type StackInput, type StackOptions, stackOptionsSchema } from './settings.ts';
import type { Job, Truth } from './shares.ts';
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
  readonly #bans = new Bans();
  readonly #chain: Chain;
  readonly #verifier: Verifier;
  #settings: Settings;
  #address = '';
  #port: number;
  #responder: Responder | null = null;
  #blockTimer: NodeJS.Timeout | null = null;
  #nonceByte = 0;
  #open = false;

  private constructor(options: StackOptions, verifier: Verifier) {
    super();
    this.#verifier = verifier;
    this.#options = options;
    this.#settings = options;
    this.#port = options.port;
    this.#chain = new Chain(options.height, options.forked, options.stayedBehind);
    this.#certificate = options.tls ? makeCertificate(`${options.name ?? 'stack'}.local`) : null;
    this.#listener = new Listener(
      this.#certificate,
      (stream, socket, tls) => this.#meet(stream, socket, tls),
      (address) => this.#admits(address),
    );
  }

  /**
   * Starts a stack. `onEvent` sees every event from the first on. Throws an error that a person can act on when the port is taken, the interface is not
   * there, or the verifier cannot be compiled.
   */
  static async start(input: StackInput = {}, onEvent?: (event: StackEvent) => void): Promise<Stack> {
    const stack = new Stack(stackOptionsSchema.parse(input), await Verifier.start());
    if (onEvent) stack.on('event', onEvent);
    stack.#address = stack.#options.address ?? interfaceAddress(stack.#options.interface);
    await stack.#applyFault();
    const { name, dnsSd, blockSeconds } = stack.#options;
    if (name !== null) {
      const own = interfaceAddress(stack.#options.interface);
      // Everybody's address is nobody's: the interface's own is what others can reach.
      const address = ['0.0.0.0', '::'].includes(stack.#address) ? own : stack.#address;
      stack.#responder = await Responder.start(
        { name: stack.#options.interface, address: own },
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
      height: this.#chain.template.height,
      algorithm: algorithmOf(this.#chain.template.version),
      forkHeight: this.#chain.forkHeight,
      fingerprint: this.fingerprint,
      connections: this.#connections.size,
      banned: this.#bans.list(Date.now()),
      ...this.#workers.status(connected),
    };
  }

  /**
   * Starts the programs that verify the shares to come and gives them the chain's key, so that the first share is answered as soon as
   * the next: miners give up after 20 s, and this takes a second of a core.
   */
  async prepare(): Promise<void> {
    const { seedHash, version } = this.#chain.template;
    const forks = this.#options.forkAfter !== null || version >= FORK_VERSION;
    await Promise.all([
      version < FORK_VERSION && this.#verifier.hash(seedHash, '00'),
      forks && this.#verifier.interpret(2, seedHash, '00'),
    ]);
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

  /** The chain grows: everybody gets a new job. */
  newBlock(blocks = 1): void {
    for (let block = 0; block < blocks; block += 1) this.#chain.grow(this.#settings.stayedBehind);
    const { height, seedHash, version } = this.#chain.template;
    this.emit('event', { event: 'block', height, seedHash, algorithm: algorithmOf(version) });
    for (const connection of this.#connections) connection.pushJob();
  }

  /** The chain forks with the next block, which is found now. Nothing more than that happens at the second call. */
  fork(): void {
    const height = this.#chain.fork();
    if (height !== null) {
      const { verifiedShares } = this.#workers.totals();
      this.emit('event', { event: 'fork', height, verifiedShares });
    }
    this.newBlock();
  }

  /** Says goodbye by mDNS, hangs up on everybody and ends the verifier. */
  async stop(): Promise<void> {
    if (this.#blockTimer !== null) clearInterval(this.#blockTimer);
    const responder = this.#responder;
    this.#responder = null;
    await responder?.stop();
    await this.#listener.close();
    this.#verifier.stop();
    this.emit('event', { event: 'stopped' });
  }

  #meet(stream: Duplex, { remoteAddress: address = '', remotePort: port = 0 }: Socket, tls: boolean): void {
    this.#nonceByte = (this.#nonceByte + 1) % 256;
    const connection = new Connection(stream, this.#floor(), {
      address,
      port,
      tls,
      nonceByte: this.#nonceByte,
    });
    const from = `${address}:${port}`;
    this.#connections.add(connection);
    this.emit('event', { event: 'connected', from, worker: null });
    stream.once('close', () => {
      this.#connections.delete(connection);
      this.emit('event', { event: 'disconnected', from, worker: connection.worker });
    });
  }

  #admits(address: string): boolean {
    const banned = this.#bans.has(address, Date.now());
    if (banned) this.emit('event', { event: 'turnedAway', address });
    return !banned;
  }

  async #compute(job: Job, nonce: string): Promise<Truth> {
    const blob = withNonce(job.blob, nonce);
    return job.algorithm === 'rx/2'
      ? this.#verifier.interpret(2, job.seedHash, blob)
      : { hash: await this.#verifier.hash(job.seedHash, blob), commitment: null };
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
        height: this.#chain.template.height,
        algorithm: algorithmOf(this.#chain.template.version),
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
        return stack.#chain.template;
      },
      emit: (event) => {
        if (event.event === 'login' && event.ok) stack.#workers.join(event.worker, event.agent);
        stack.emit('event', event);
      },
      compute: (job, nonce) => stack.#compute(job, nonce),
      ban: (address, what) => {
        const { banSeconds: seconds } = stack.#settings;
        stack.#bans.add(address, seconds, Date.now());
        stack.emit('event', { event: 'banned', address, seconds, what });
      },
      count: (share) => {
        const counts = stack.#workers.count(share.worker, share.algorithm, share.reason === null);
        stack.emit('event', { event: 'share', ...share, accepted: share.reason === null, ...counts });
        const enough = counts.verifiedShares === stack.#options.forkAfter && share.reason === null;
        // After the answer to this share.
        if (enough && stack.#chain.forkHeight === null) setImmediate(() => stack.fork());
      },
    };
  }
}
