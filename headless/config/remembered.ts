/**
 * What a person asked the rig to remember: one file of two slots on the stick, each with a checksum. Only the older slot is ever
 * written, in place, so that a power cut at any moment leaves the old choice or the new one. Pure but for `writeRemembered`.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import * as z from 'zod';
import { type Pool, poolSchema } from '../pool.ts';
import type { PoolSetting } from './model.ts';

/** On the RIGFORGE partition; the image is built with an empty one, so that remembering never has to find room. */
export const REMEMBERED_FILE = 'rigforge-remembered.txt';

/** Bytes of a slot: whole sectors of any stick, so that writing one cannot tear the other. */
export const SLOT_BYTES = 4096;
const SLOTS = 2;

const choiceSchema = z.object({
  /** Counts up with every writing: the higher one of two good slots is the newer. */
  sequence: z.number().int().nonnegative(),
  /** Hash of the pools in the owner's files at the time: when they change, their owner has the last word. */
  poolsHash: z.string().max(64),
  pool: poolSchema,
});

/** A choice as it stands in the file. */
export type Remembered = z.infer<typeof choiceSchema>;

/** Stands for the pools of the owner's files, secrets included; the places they were read from do not matter. */
export function hashPools(pools: PoolSetting[]): string {
  const said = pools.map(({ host, port, user, password, tls, fingerprint, socks5 }) => [
    ...[host, port, user, password, tls, fingerprint],
    socks5 && [socks5.host, socks5.port],
  ]);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** The newest whole choice in the file; null where there is none. Never throws, whatever the bytes. */
export function readRemembered(content: Uint8Array): Remembered | null {
  return newest(content)?.choice ?? null;
}

/**
 * Writes the choice over the older slot and returns when the stick has it. A file that is missing or too short is first
 * made longer, which touches nothing it holds.
 */
export async function writeRemembered(path: string, pool: Pool, poolsHash: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600));
  try {
    const content = Buffer.alloc(SLOTS * SLOT_BYTES);
    const { bytesRead } = await file.read(content, 0, content.length, 0);
    if (bytesRead < content.length) {
      await file.write(emptySlots(), bytesRead, content.length - bytesRead, bytesRead);
      await file.sync();
    }
    const before = newest(content.subarray(0, bytesRead));
    const choice = { sequence: (before?.choice.sequence ?? 0) + 1, poolsHash, pool };
    const slot = before?.slot === 0 ? 1 : 0;
    await file.write(slotBytes(choice), 0, SLOT_BYTES, slot * SLOT_BYTES);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What the image is built with. */
export function emptySlots(): Buffer {
  return Buffer.alloc(
    SLOTS * SLOT_BYTES,
    '# Empty: the rig writes here what a person asks it to remember.\r\n',
  );
}

function newest(content: Uint8Array): { slot: number; choice: Remembered } | null {
  const found = Array.from({ length: SLOTS }, (_, slot) => {
    const bytes = content.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES);
    const choice = bytes.length === SLOT_BYTES ? readSlot(bytes) : null;
    return choice === null ? [] : [{ slot, choice }];
  }).flat();
  return found.sort((a, b) => b.choice.sequence - a.choice.sequence)[0] ?? null;
}

const NOTE = '# RigForge: a choice made at the rig, remembered. To forget it, delete this file.';

/** A slot is text that anybody may read: a comment, the choice as JSON, the checksum of that line, blanks to the end. */
function slotBytes(choice: Remembered): Buffer {
  const json = JSON.stringify(choice);
  const text = Buffer.from(`${NOTE}\r\n${json}\r\n${checksum(json)}\r\n`);
  if (text.length > SLOT_BYTES - 2) throw new Error('the choice is too long to be remembered');
  const blanks = Buffer.alloc(SLOT_BYTES - 2 - text.length, ' ');
  return Buffer.concat([text, blanks, Buffer.from('\r\n')]);
}

function readSlot(bytes: Uint8Array): Remembered | null {
  const [note, json = '', sum, rest] = Buffer.from(bytes).toString().split('\r\n');
  // The whole slot must be as it was written, the blanks too.
  if (note !== NOTE || sum !== checksum(json) || rest?.trim() !== '') return null;
  try {
    return choiceSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}
