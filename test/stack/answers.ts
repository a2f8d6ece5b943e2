/**
 * The lines a stack sends, as xmrig-proxy 6 and P2Pool write them. The two differ in small ways that a rig can tell them by:
 * P2Pool leaves `error` out of a login's answer and knows one extension only.
 */
import { isP2Pool, type Kind } from './settings.ts';

/** What a miner needs to work; all of it hexadecimal but the height. */
export interface JobAnswer {
  readonly blob: string;
  readonly job_id: string;
  readonly target: string;
  /** Left out by pools that leave it to the miner. */
  readonly algo?: string;
  readonly height: number;
  readonly seed_hash: string;
}

export const PERMISSION_DENIED = 'Permission denied';
export const NOT_CONNECTED = 'Disconnected from P2Pool network';

const P2POOL_SHARE_ERRORS = {
  stale: 'Stale share',
  duplicate: 'Duplicate share',
  lowDifficulty: 'Low diff share',
  badHash: 'Invalid PoW',
} as const;

/**
 * How each kind says what is wrong with a share. XMRig hangs up and comes back after "Invalid job id". The proxy itself looks at the
 * difficulty only; that a hash is wrong it passes on from the pool behind it, in the pool's words. P2Pool's are from its
 * src/stratum_server.cpp.
 */
export const SHARE_ERRORS: Readonly<
  Record<Kind, Readonly<Record<'stale' | 'duplicate' | 'lowDifficulty' | 'badHash', string>>>
> = {
  'xmrig-proxy': {
    stale: 'Invalid job id',
    duplicate: 'Duplicate share',
    lowDifficulty: 'Low difficulty share',
    badHash: 'Invalid share',
  },
  p2pool: P2POOL_SHARE_ERRORS,
  p2pool5: P2POOL_SHARE_ERRORS,
};

/** `job` null: the login is taken, and there is no work. */
export function loginAnswer(kind: Kind, id: number, session: string, job: JobAnswer | null): string {
  const work = job === null ? {} : { job };
  return isP2Pool(kind)
    ? line({ id, jsonrpc: '2.0', result: { id: session, ...work, extensions: ['algo'], status: 'OK' } })
    : line({
        id,
        jsonrpc: '2.0',
        error: null,
        result: {
          id: session,
          ...work,
          extensions: ['algo', 'nicehash', 'connect', 'tls', 'keepalive'],
          status: 'OK',
        },
      });
}

export function errorAnswer(kind: Kind, id: number, message: string): string {
  return line({ id, jsonrpc: '2.0', error: isP2Pool(kind) ? { message } : { code: -1, message } });
}

export function statusAnswer(id: number, status: 'OK' | 'KEEPALIVED'): string {
  return line({ id, jsonrpc: '2.0', error: null, result: { status } });
}

export function jobPush(job: JobAnswer): string {
  return line({ jsonrpc: '2.0', method: 'job', params: job });
}

/** Asks a miner to go elsewhere. The port is text, as XMRig expects it. */
export function reconnectPush(host: string, port: number): string {
  return line({ jsonrpc: '2.0', method: 'client.reconnect', params: [host, String(port)] });
}

/** What a web server says to a login line. */
export const HTTP_ANSWER =
  'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 24\r\nConnection: close\r\n\r\n<h1>400 Bad Request</h1>';

/** A sent line with a field that nobody asked for, of so many bytes. */
export function withBulk(sent: string, bytes: number): string {
  return line({ ...JSON.parse(sent), motd: 'x'.repeat(bytes) });
}

function line(message: object): string {
  return `${JSON.stringify(message)}\n`;
}
