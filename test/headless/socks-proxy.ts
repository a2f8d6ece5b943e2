/** A SOCKS5 proxy for tests: every name leads to one port on loopback. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Opens a server on a free port of loopback; `closing` collects what ends it. */
export async function listen(closing: (() => unknown)[], server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Starts the proxy; `asked` gets what it was asked for, as in `abc.onion:3333`. */
export function startProxy(closing: (() => unknown)[], port: number, asked: string[]): Promise<number> {
  const server = createServer((near: Socket) => {
    near.on('error', () => {});
    near.once('data', () => {
      near.write(Buffer.from([5, 0]));
      near.once('data', (request: Buffer) => {
        const length = request[4] ?? 0;
        asked.push(`${request.subarray(5, 5 + length)}:${request.readUInt16BE(5 + length)}`);
        const far = connect(port, '127.0.0.1', () => {
          near.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          near.pipe(far).pipe(near);
        });
        far.on('error', () => near.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
        near.on('close', () => far.destroy());
      });
    });
  });
  return listen(closing, server);
}
