/**
 * The board's own tables (DMTF's SMBIOS specification, DSP0134 3.7), as the kernel hands them to root: what memory is in which
 * slot, and how many threads the processors have.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanText } from '../text.ts';
import type { MemoryBoard, MemoryModule } from './facts.ts';
import type { MachineSource } from './machine-source.ts';

const TABLE = 'sys/firmware/dmi/tables/DMI';
/** Longest name of a slot worth showing. */
const MOST_NAME = 40;

export interface BoardTables {
  memory: MemoryBoard | null;
  /** Threads that the processors are made for, all sockets; null when the tables do not say. */
  threads: number | null;
}

/** Never rejects: boards write these tables carelessly, and what cannot be understood is left out. */
export async function readBoardTables(machine: MachineSource): Promise<BoardTables> {
  const table = await readFile(join(machine.root, TABLE)).catch(() => Buffer.alloc(0));
  const structures = split(table);
  const slots = structures.filter(({ type, body }) => type === 17 && body.length >= 0x15);
  const modules = slots.map(memoryModule).filter((module) => module !== null);
  const threads = structures.filter(({ type }) => type === 4).map(threadCount);
  const known = threads.filter((count) => count !== null);
  return {
    memory: slots.length === 0 ? null : { slots: slots.length, modules },
    threads: known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0),
  };
}

interface Structure {
  type: number;
  body: Buffer;
  strings: string[];
}

/** A structure is its body, whose second byte is its length, and strings that end in zeros; an empty one ends the list. */
function split(table: Buffer): Structure[] {
  const structures: Structure[] = [];
  let at = 0;
  while (at + 4 <= table.length) {
    const length = table.readUInt8(at + 1);
    const end = at + length;
    if (length < 4 || end > table.length) break;
    const stop = table.indexOf('\0\0', end, 'latin1');
    if (stop < 0) break;
    const strings = table
      .toString('latin1', end, stop)
      .split('\0')
      .map((text) => cleanText(text, MOST_NAME));
    structures.push({ type: table.readUInt8(at), body: table.subarray(at, end), strings });
    at = stop + 2;
  }
  return structures;
}

const KINDS: Record<number, string> = {
  ...{ 18: 'DDR', 19: 'DDR2', 24: 'DDR3', 26: 'DDR4', 34: 'DDR5' },
  ...{ 27: 'LPDDR', 28: 'LPDDR2', 29: 'LPDDR3', 30: 'LPDDR4', 35: 'LPDDR5' },
};
/** Form factor "row of chips": on the board itself. */
const SOLDERED = 0x0b;

/** Section 7.18, a memory device; null for an empty slot. */
function memoryModule({ body, strings }: Structure): MemoryModule | null {
  const bytes = sizeOf(body);
  if (bytes === 0) return null;
  const text = (offset: number) => strings[byte(body, offset) - 1] ?? '';
  return {
    slot: text(0x10),
    bank: text(0x11),
    bytes,
    soldered: byte(body, 0x0e) === SOLDERED,
    kind: KINDS[byte(body, 0x12)] ?? 'unknown',
    ratedMegatransfers: rate(body, 0x15, 0x54),
    megatransfers: rate(body, 0x20, 0x58),
  };
}

/** In MiB, or in KiB with the top bit; 0x7fff sends to the longer field, 0xffff is unknown. */
function sizeOf(body: Buffer): number {
  const size = word(body, 0x0c);
  if (size === 0 || size === 0xffff) return 0;
  if (size === 0x7fff) return (double(body, 0x1c) & 0x7fffffff) * 1024 ** 2;
  return size & 0x8000 ? (size & 0x7fff) * 1024 : size * 1024 ** 2;
}

/** MT/s; 0 is unknown, 0xffff sends to the longer field. */
function rate(body: Buffer, offset: number, longer: number): number | null {
  const short = word(body, offset);
  const value = short === 0xffff ? double(body, longer) : short;
  return value > 0 ? value : null;
}

/** Section 7.5, a processor; null for an empty socket and before version 2.5 of the tables. */
function threadCount({ body }: Structure): number | null {
  const populated = (byte(body, 0x18) & 0x40) !== 0;
  const short = byte(body, 0x25);
  const count = short === 0xff ? word(body, 0x2e) : short;
  return populated && count > 0 ? count : null;
}

/** Older tables have shorter structures: what is missing reads as zero. */
function byte(body: Buffer, offset: number): number {
  return offset < body.length ? body.readUInt8(offset) : 0;
}

function word(body: Buffer, offset: number): number {
  return offset + 2 <= body.length ? body.readUInt16LE(offset) : 0;
}

function double(body: Buffer, offset: number): number {
  return offset + 4 <= body.length ? body.readUInt32LE(offset) : 0;
}
