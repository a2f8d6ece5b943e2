/** Monero's two proofs of work, and the names that pools have for them and for those of other coins. Pure. */
import * as z from 'zod';
import { cleanText } from './text.ts';

/** RandomX v1, and v2 from the block with major version 17 on, by the names that XMRig gives them. */
export const algorithmSchema = z.enum(['rx/0', 'rx/2']);
export type Algorithm = z.infer<typeof algorithmSchema>;

/** What a login offers, in XMRig's order. P2Pool 5 bans whoever sends a list without `rx/2`. */
export const ALGORITHMS: readonly Algorithm[] = ['rx/0', 'rx/2'];

/** Monero's hard fork to RandomX v2 (P2Pool's HARDFORK_VERSION_RANDOMX_V2, src/common.h of its branch v5). */
const V2_BLOCK_VERSION = 17;

/** Every spelling that XMRig 6.26 takes for the two (src/base/crypto/Algorithm.cpp), in small letters. */
const SPELLINGS: Record<string, Algorithm> = {
  'rx/0': 'rx/0',
  'randomx/0': 'rx/0',
  'randomx/test': 'rx/0',
  'rx/test': 'rx/0',
  randomx: 'rx/0',
  rx: 'rx/0',
  'rx/2': 'rx/2',
  'randomx/v2': 'rx/2',
  'rx/v2': 'rx/2',
};

/** Coins by what the name of their algorithm begins with, the longest first. */
const OTHER_COINS: readonly [string, string][] = [
  ['rx/wow', 'Wownero'],
  ['randomx/wow', 'Wownero'],
  ['randomwow', 'Wownero'],
  ['rx/arq', 'ArQmA'],
  ['randomx/arq', 'ArQmA'],
  ['randomarq', 'ArQmA'],
  ['rx/graft', 'Graft'],
  ['randomx/graft', 'Graft'],
  ['randomgraft', 'Graft'],
  ['rx/sfx', 'Safex'],
  ['randomx/sfx', 'Safex'],
  ['randomsfx', 'Safex'],
  ['rx/yada', 'YadaCoin'],
  ['randomx/yada', 'YadaCoin'],
  ['randomyada', 'YadaCoin'],
  ['kawpow', 'Ravencoin'],
  ['ghostrider', 'Raptoreum'],
  ['argon2', 'an Argon2 coin'],
  ['chukwa', 'an Argon2 coin'],
  ['cn', 'a CryptoNight coin'],
  ['cryptonight', 'a CryptoNight coin'],
];

/** Which of Monero's two a name stands for; null for any other. */
export function algorithmNamed(name: string): Algorithm | null {
  const key = name.toLowerCase();
  return Object.hasOwn(SPELLINGS, key) ? (SPELLINGS[key] ?? null) : null;
}

/**
 * The algorithm of a job, as XMRig decides it for Monero: the one that is named, else by the block's major version, the first byte
 * of `blob` (hexadecimal).
 * @returns null for another coin's job.
 */
export function algorithmOfJob({
  algo,
  blob,
}: {
  algo?: string | undefined;
  blob: string;
}): Algorithm | null {
  if (algo !== undefined) return algorithmNamed(algo);
  return Number.parseInt(blob.slice(0, 2), 16) >= V2_BLOCK_VERSION ? 'rx/2' : 'rx/0';
}

/** Another coin's algorithm in a person's words: `Wownero (rx/wow)`; the name in quotes where the coin is not known. */
export function otherCoin(algo: string): string {
  const key = algo.toLowerCase();
  const coin = OTHER_COINS.find(([start]) => key.startsWith(start))?.[1];
  const name = cleanText(algo, 20);
  return coin === undefined ? `the algorithm "${name}"` : `${coin} (${name})`;
}

/** `RandomX v1` or `RandomX v2`. */
export function algorithmName(algorithm: Algorithm): string {
  return algorithm === 'rx/2' ? 'RandomX v2' : 'RandomX v1';
}
