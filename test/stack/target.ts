const MAX_64 = 2n ** 64n - 1n;
const MAX_32 = 2n ** 32n - 1n;

/** Up to here the four bytes of a short target name the difficulty exactly; P2Pool switches at the same point. */
const SHORT_TARGET_MAX = 10_000;

/**
 * A job's `target` for a difficulty (expected hashes per share, 1 or more): little-endian hexadecimal, 4 bytes up to
 * 10,000, else 8.
 */
export function targetOf(difficulty: number): string {
  const divisor = BigInt(Math.max(1, Math.round(difficulty)));
  const bytes = Buffer.alloc(8);
  if (divisor <= SHORT_TARGET_MAX) {
    bytes.writeUInt32LE(Number(MAX_32 / divisor));
    return bytes.toString('hex', 0, 4);
  }
  bytes.writeBigUInt64LE(MAX_64 / divisor);
  return bytes.toString('hex');
}

/** The difficulty that a hash (64 hexadecimal digits) would still meet: a miner compares its last 8 bytes with the target. */
export function difficultyOf(hash: string): number {
  const value = Buffer.from(hash, 'hex').readBigUInt64LE(24);
  return value === 0n ? Number(MAX_64) : Number(MAX_64 / value);
}

/** Whether a hash is a share at this difficulty. */
export function meets(hash: string, difficulty: number): boolean {
  const value = Buffer.from(hash, 'hex').readBigUInt64LE(24);
  return value < MAX_64 / BigInt(Math.max(1, Math.round(difficulty)));
}
