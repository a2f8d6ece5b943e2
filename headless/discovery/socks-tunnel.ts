/** A way through a SOCKS5 proxy (RFC 1928), so that a pool can be asked without showing it this network's address. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, isIPv4, isIPv6, type Socket } from 'node:net';
import { formatEndpoint } from '../endpoint.ts';

export interface Tunnel {
  /** On loopback: what connects there talks to the target. */
  port: number;
  /** Why the last connection did not get through, in one line; null while all is well. */
  trouble(): string | null;
  close(): void;
}

interface Place {
  host: string;
  port: number;
}

/** Opens a port on loopback; each connection to it is carried on to `target`, whose name the proxy looks up. */
export async function openSocksTunnel(proxy: Place, target: Place): Promise<Tunnel> {
  let trouble: string | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(proxy.port, proxy.host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    greet(far, target).then(
      () => near.pipe(far).pipe(near),
      (error: Error) => {
        trouble = `the proxy ${formatEndpoint(proxy.host, proxy.port)} ${error.message}`;
        near.destroy();
        far.destroy();
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    trouble: () => trouble,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Offers "no authentication" and asks for the connection. Throws what went wrong, to be said of the proxy. */
async function greet(far: Socket, target: Place): Promise<void> {
  await once(far, 'connect').catch(() => {
    throw new Error('does not take connections; is it running?');
  });
  far.write(Buffer.from([5, 1, 0]));
  const [version, method] = await take(far, 2);
  if (version !== 5) throw new Error('is not a SOCKS5 proxy');
  if (method !== 0) throw new Error('asks for a password, which cannot be given');
  const port = [target.port >> 8, target.port & 255];
  far.write(Buffer.from([5, 1, 0, ...addressBytes(target.host), ...port]));
  const [, answer = 255, , kind] = await take(far, 4);
  if (answer !== 0)
    throw new Error(`${ANSWERS[answer] ?? 'failed'} (${formatEndpoint(target.host, target.port)})`);
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await take(far, 1))[0] ?? 0);
  await take(far, length + 2);
}

/** Reply codes of RFC 1928, section 6. */
const ANSWERS: Record<number, string> = {
  2: 'does not allow this connection',
  3: 'says that the network cannot be reached',
  4: 'says that the host cannot be reached',
  5: 'says that the host refused the connection',
};

function addressBytes(host: string): number[] {
  if (isIPv4(host)) return [1, ...host.split('.').map(Number)];
  if (isIPv6(host)) return [4, ...ipv6Bytes(host)];
  const name = Buffer.from(host);
  return [3, name.length, ...name];
}

function ipv6Bytes(host: string): number[] {
  const [head = '', tail = ''] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** The next `length` bytes. */
async function take(socket: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes !== null && bytes.length === length) return bytes;
    if (bytes !== null || socket.readableEnded || socket.destroyed) {
      throw new Error('closed the connection');
    }
    await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
  }
}
