import type { Algorithm } from './algorithms.ts';

/** Everything that happens at the stack; also what `--json` prints, one object a line. */
export type StackEvent =
  | {
      readonly event: 'listening';
      readonly address: string;
      readonly port: number;
      readonly kind: string;
      readonly difficulty: number;
      readonly height: number;
      readonly algorithm: Algorithm;
      /** SHA-256 of the TLS certificate; null without TLS. */
      readonly fingerprint: string | null;
    }
  | {
      readonly event: 'announced';
      readonly name: string;
      readonly address: string;
      readonly interface: string;
    }
  | { readonly event: 'connected' | 'disconnected'; readonly from: string; readonly worker: string | null }
  | {
      readonly event: 'login';
      readonly from: string;
      readonly worker: string;
      readonly agent: string;
      readonly tls: boolean;
      /** As it was sent: whom a rig tells its password. */
      readonly password: string;
      /** Whether the worker got a job. */
      readonly ok: boolean;
      readonly reason: string | null;
    }
  | {
      readonly event: 'share';
      /** The connection that it came over, as its login names it. */
      readonly from: string;
      readonly worker: string;
      /** What the job was for; of a job nobody knows any more, what jobs are for now. */
      readonly algorithm: string;
      readonly accepted: boolean;
      readonly reason: string | null;
      readonly height: number;
      readonly difficulty: number;
      /** What the hash would have been good for; 0 where it was not computed. */
      readonly found: number;
      /** As handed in: for RandomX v2 the commitment. */
      readonly hash: string;
      /** After this share. */
      readonly verifiedShares: number;
      readonly rejectedShares: number;
    }
  | {
      readonly event: 'block';
      readonly height: number;
      readonly seedHash: string;
      readonly algorithm: Algorithm;
    }
  /** The chain forked: `height` is its first block of version 17. */
  | { readonly event: 'fork'; readonly height: number; readonly verifiedShares: number }
  | { readonly event: 'keepalive'; readonly worker: string }
  /** A client that does what gets it banned or hung up on by stacks in the field. */
  | { readonly event: 'misbehaved'; readonly from: string; readonly what: string }
  | { readonly event: 'banned'; readonly address: string; readonly seconds: number; readonly what: string }
  /** A connection from a banned address, closed at once. */
  | { readonly event: 'turnedAway'; readonly address: string }
  | { readonly event: 'problem'; readonly message: string }
  | ({ readonly event: 'status' } & StackStatus)
  | { readonly event: 'stopped' };

export interface ShareCounts {
  readonly verifiedShares: number;
  readonly rejectedShares: number;
}

/** The count of one worker, known by its name. */
export interface WorkerStatus extends ShareCounts {
  readonly name: string;
  readonly connected: boolean;
  readonly agent: string;
}

/** What the stack has counted. A share is verified when its hash was computed again, was the same, and met the target. */
export interface StackStatus extends ShareCounts {
  readonly address: string;
  readonly port: number;
  readonly height: number;
  /** What jobs are for now. */
  readonly algorithm: Algorithm;
  /** The chain's first block of version 17, whether or not this stack follows; null before the fork. */
  readonly forkHeight: number | null;
  readonly fingerprint: string | null;
  readonly connections: number;
  /** The same counts for each algorithm that there were shares of. */
  readonly algorithms: Readonly<Record<string, ShareCounts>>;
  /** Addresses that are banned now. */
  readonly banned: readonly string[];
  /** Everybody who ever logged in and got a job, in that order. */
  readonly workers: readonly WorkerStatus[];
}

/** An event as a line for a person; null for what is of no interest to one. */
export function eventLine(event: StackEvent): string | null {
  switch (event.event) {
    case 'listening': {
      const tls =
        event.fingerprint === null ? '' : `\nTLS on the same port, fingerprint ${event.fingerprint}`;
      return `Listening on ${event.address}:${event.port} as ${event.kind}, difficulty ${event.difficulty}, height ${event.height}, ${event.algorithm}${tls}`;
    }
    case 'announced':
      return `mDNS: ${event.name} is ${event.address} on ${event.interface}`;
    case 'login': {
      const who = `${event.worker} at ${event.from} (${event.agent}${event.tls ? ', TLS' : ''})`;
      return event.ok ? `Worker joined: ${who}` : `Login refused: ${who}: ${event.reason}`;
    }
    case 'disconnected':
      return event.worker === null ? null : `Worker left: ${event.worker} at ${event.from}`;
    case 'share': {
      const counts = `${event.verifiedShares} verified, ${event.rejectedShares} rejected`;
      return event.accepted
        ? `Share accepted: ${event.worker}, ${event.algorithm}, height ${event.height}, difficulty ${event.difficulty} (hash good for ${event.found}); ${counts}`
        : `Share rejected: ${event.worker}, ${event.algorithm}, ${event.reason}; ${counts}`;
    }
    case 'block':
      return `New block: height ${event.height}`;
    case 'fork':
      return `The chain forked: RandomX v2 from height ${event.height} on`;
    case 'banned':
      return `Banned ${event.address} for ${event.seconds} s: ${event.what}`;
    case 'turnedAway':
      return `Turned away ${event.address}: banned`;
    case 'misbehaved':
      return `Bad manners from ${event.from}: ${event.what}`;
    case 'problem':
      return event.message;
    case 'status': {
      const workers = event.workers.map((worker) => `${worker.name} ${worker.verifiedShares}`).join(', ');
      return `${event.verifiedShares} shares verified, ${event.rejectedShares} rejected; workers: ${workers || 'none'}`;
    }
    case 'stopped':
      return 'Stopped';
    case 'connected':
    case 'keepalive':
      return null;
  }
}
