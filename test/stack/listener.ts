import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** First byte of a TLS record that opens a handshake (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Told of everybody who connects: the stream to talk on, plain or deciphered, and the socket beneath. */
export type OnStream = (stream: Duplex, socket: Socket, tls: boolean) => void;

/** A TCP port that can be opened, closed and moved, with TLS and plain text on it when there is a certificate. */
export class Listener {
  readonly #certificate: Certificate | null;
  readonly #onStream: OnStream;
  readonly #admits: (address: string) => boolean;
  readonly #sockets = new Set<Socket>();
  readonly #tls: TlsServer | null;
  #server: Server | null = null;

  /** @param admits whether an address is talked to at all */
  constructor(certificate: Certificate | null, onStream: OnStream, admits: (address: string) => boolean) {
    this.#certificate = certificate;
    this.#admits = admits;
    this.#onStream = onStream;
    this.#tls = this.#certificate === null ? null : createTlsServer(this.#certificate);
    this.#tls?.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#tls?.on('secureConnection', (socket) => this.#onStream(socket, socket, true));
  }

  /** Opens the port and returns its number. Throws an error that says what to do when it is taken. */
  open(address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => this.#accept(socket));
      server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, port)));
      server.listen({ host: address, port }, () => {
        const bound = server.address();
        this.#server = server;
        resolve(bound !== null && typeof bound === 'object' ? bound.port : port);
      });
    });
  }

  /** Closes the port and hangs up on everybody. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise<void>((resolve) =>
      server === null ? resolve() : server.close(() => resolve()),
    );
    this.hangUp();
    await closed;
  }

  /** Hangs up on everybody. */
  hangUp(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  #accept(socket: Socket): void {
    if (!this.#admits(socket.remoteAddress ?? '')) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.#tls === null) {
      this.#onStream(socket, socket, false);
      return;
    }
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === TLS_HANDSHAKE) {
        this.#tls?.emit('connection', socket);
      } else {
        this.#onStream(socket, socket, false);
        socket.resume();
      }
    });
  }
}

function explain(error: NodeJS.ErrnoException, address: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} on ${address} is taken; choose another with --port`);
    case 'EADDRNOTAVAIL':
      return new Error(`This machine does not have the address ${address}; choose another with --address`);
    case 'EACCES':
      return new Error(`Port ${port} needs root; choose one above 1023 with --port`);
    default:
      return error;
  }
}
