/** Monero addresses as they stand in a pool's user: whole, of another network, or damaged. Pure. */
import { keccak_256 } from '@noble/hashes/sha3.js';

/** What an address is; `wrong` is one line on why it is none although it was meant as one. */
export type Wallet = { kind: 'standard' | 'subaddress' | 'integrated' } | { wrong: string };

/** Characters of an address, and of an integrated one, which holds a payment id as well. */
const LENGTHS = [95, 106];
/** Lengths that only an address has of which something was lost, or to which something was added. */
const NEARLY = { least: 85, most: 116 };
/** Half an address: no account name is so long, in capitals, small letters and digits at once. */
const LEAST_PART = 40;

/** First byte, by network (Monero, `src/cryptonote_config.h`). */
const MAINNET: Record<number, 'standard' | 'subaddress' | 'integrated'> = {
  18: 'standard',
  19: 'integrated',
  42: 'subaddress',
};
const OTHER_NETWORKS: Record<number, string> = {
  53: 'testnet',
  54: 'testnet',
  63: 'testnet',
  24: 'stagenet',
  25: 'stagenet',
  36: 'stagenet',
};

/** `XMR:` at pools that pay in other coins, `solo:` where a block is its finder's alone. */
const PREFIX = /^(?:(?:xmr|monero|solo):){1,2}/i;

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Characters that 0 to 8 bytes are written with (Monero, `src/common/base58.cpp`). */
const BLOCK_LENGTHS = [0, 2, 3, 5, 6, 7, 9, 10, 11];
const BLOCK_CHARACTERS = 11;
const CHECKSUM_BYTES = 4;

/**
 * Reads the address that a pool's user begins with; worker, difficulty or e-mail may stand behind it. Null for a user that was
 * not meant as a Monero address: an account, a name, another coin's address.
 */
export function readWallet(user: string): Wallet | null {
  const text = addressIn(user);
  const decoded = LENGTHS.includes(text.length) ? decode(text) : null;
  if (decoded !== null) {
    const tag = decoded[0] ?? 0;
    const kind = MAINNET[tag];
    if (kind !== undefined) return { kind };
    const network = OTHER_NETWORKS[tag];
    return network === undefined
      ? null
      : {
          wrong: `this is an address of Monero's ${network}, where nothing can be earned; use one of mainnet`,
        };
  }
  return isMeant(text) ? { wrong: damage(text) } : null;
}

/** True for a text as long as an address is: its checksum is worth looking at. */
export function couldBeWallet(text: string): boolean {
  return LENGTHS.includes(text.length);
}

/** A letter of another alphabet in what is otherwise an address or a long piece of one; null where there is none. */
export function foreignLetter(user: string): string | null {
  const [text = ''] = withoutPrefix(user).split(/[^\p{L}\p{N}]/u, 1);
  const letter = /[^\x00-\x7f]/u.exec(text)?.[0];
  return letter !== undefined && /^[48]/.test(text) && isMeant(text.replace(/[^\x00-\x7f]/gu, 'A'))
    ? letter
    : null;
}

/** The same without the words that some pools want before the address: the coin's, or that for mining alone. */
export function withoutPrefix(user: string): string {
  return user.replace(PREFIX, '');
}

/** Whether the user is an address with nothing behind it but a difficulty: no worker is named. */
export function isBareWallet(user: string): boolean {
  const wallet = readWallet(user);
  return (
    wallet !== null &&
    'kind' in wallet &&
    /^(?:\+\d+)?$/.test(user.slice(user.indexOf(addressIn(user)) + addressIn(user).length))
  );
}

function addressIn(user: string): string {
  return /^[A-Za-z0-9]*/.exec(withoutPrefix(user))?.[0] ?? '';
}

function isMeant(text: string): boolean {
  if (!/^[48]/.test(text)) return false;
  if (text.length >= NEARLY.least && text.length <= NEARLY.most) return true;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[1-9].*[1-9]/.test(text.slice(1));
  return text.length >= LEAST_PART && text.length < NEARLY.least && isMixed;
}

function damage(text: string): string {
  const again = 'copy it again, whole and in one line';
  const stray = [...text].find((character) => !ALPHABET.includes(character));
  if (stray !== undefined)
    return `the wallet address has a "${stray}" in it, which none ever has (it is easily taken for another character); ${again}`;
  const [standard, integrated] = LENGTHS;
  if (!LENGTHS.includes(text.length))
    return `the wallet address has ${text.length} characters, and a whole one has ${standard} (with a payment id ${integrated}): it was cut, or something was added; ${again}`;
  return `the wallet address has a wrong character in it (its checksum does not fit); ${again}`;
}

/** Bytes of an address whose checksum is right; else null. */
function decode(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += BLOCK_CHARACTERS) {
    const block = text.slice(at, at + BLOCK_CHARACTERS);
    const size = BLOCK_LENGTHS.indexOf(block.length);
    let value = 0n;
    for (const character of block) {
      const digit = ALPHABET.indexOf(character);
      if (digit < 0) return null;
      value = value * 58n + BigInt(digit);
    }
    if (size < 0 || value >= 1n << BigInt(8 * size)) return null;
    for (let byte = size - 1; byte >= 0; byte -= 1) bytes.push(Number((value >> BigInt(8 * byte)) & 255n));
  }
  const all = Uint8Array.from(bytes);
  const body = all.subarray(0, -CHECKSUM_BYTES);
  const sum = keccak_256(body).subarray(0, CHECKSUM_BYTES);
  return Buffer.compare(sum, all.subarray(-CHECKSUM_BYTES)) === 0 ? all : null;
}
