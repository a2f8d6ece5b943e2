import { createHash } from 'node:crypto';
import { BLOCK_VERSION } from './algorithms.ts';

/** Byte offset of the 4-byte nonce in a block hashing blob: two version bytes, five of time, 32 of the previous block. */
export const NONCE_OFFSET = 39;

/** RandomX's key changes every 2048 blocks, 64 blocks after the block it is taken from (Monero's rx_seedheight). */
const SEED_EPOCH = 2048;
const SEED_LAG = 64;

/** A block being worked on. `seedHash` and `previous` are 32 bytes in hexadecimal. */
export interface Template {
  readonly height: number;
  /** Major and minor hard-fork version. */
  readonly version: number;
  readonly seedHash: string;
  readonly previous: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly transactions: number;
}

/** The block of a made-up chain at `height`: every id follows from the height, so runs can be repeated. */
export function templateAt(height: number, time: number, version = BLOCK_VERSION): Template {
  return {
    height,
    version,
    seedHash: blockId(seedHeight(height)),
    previous: blockId(height - 1),
    time,
    transactions: (height % 40) + 1,
  };
}

/** The height whose block id is the RandomX key of `height`. */
export function seedHeight(height: number): number {
  return height <= SEED_EPOCH + SEED_LAG ? 0 : (height - SEED_LAG - 1) & ~(SEED_EPOCH - 1);
}

/**
 * The block hashing blob, in hexadecimal, as monerod would give it: versions, time, previous block id, empty nonce,
 * Merkle root, number of transactions. `extra` stands for what makes each miner's coinbase, and so the root, its own.
 */
export function hashingBlob(template: Template, extra: string): string {
  const root = createHash('sha256').update(`${template.previous} ${extra}`).digest();
  return Buffer.concat([
    Buffer.from([...varint(template.version), ...varint(template.version), ...varint(template.time)]),
    Buffer.from(template.previous, 'hex'),
    Buffer.alloc(4),
    root,
    // The coinbase counts too.
    Buffer.from(varint(template.transactions + 1)),
  ]).toString('hex');
}

/** A blob with its nonce (8 hexadecimal digits, as a miner submits it) filled in. */
export function withNonce(blob: string, nonce: string): string {
  const at = 2 * NONCE_OFFSET;
  return blob.slice(0, at) + nonce + blob.slice(at + nonce.length);
}

/** CryptoNote's variable-length integer: seven bits a byte, lowest first, the high bit on all but the last. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function blockId(height: number): string {
  return createHash('sha256').update(`rigforge test chain, block ${height}`).digest('hex');
}
