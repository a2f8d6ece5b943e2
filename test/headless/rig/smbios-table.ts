/** Builds structures of a board's tables, byte by byte after DMTF's DSP0134, because no board's own table may be published here. */

/** One structure: header, body, strings. `body` stands after the four bytes of the header. */
export function structure(type: number, body: Buffer, strings: readonly string[] = []): Buffer {
  const header = Buffer.from([type, body.length + 4, 0, 0]);
  const texts = strings.length === 0 ? '\0\0' : `${strings.join('\0')}\0\0`;
  return Buffer.concat([header, body, Buffer.from(texts, 'latin1')]);
}

export function endOfTable(): Buffer {
  return structure(127, Buffer.alloc(0));
}

/** Section 7.18, a slot and what is in it. `size` and `extended` as in the table; `megabytes` instead of `size`. */
export function memoryDevice({
  slot,
  bank = '',
  megabytes = 0,
  size = megabytes,
  extended = 0,
  rated = 0,
  runs = 0,
  kind = 0x1a,
  formFactor = 0x09,
  length = 0x28,
}: {
  slot: string;
  bank?: string;
  megabytes?: number;
  size?: number;
  extended?: number;
  rated?: number;
  runs?: number;
  kind?: number;
  formFactor?: number;
  length?: number;
}): Buffer {
  const whole = Buffer.alloc(0x28);
  whole.writeUInt16LE(size, 0x0c);
  whole.writeUInt8(formFactor, 0x0e);
  whole.writeUInt8(1, 0x10);
  whole.writeUInt8(bank === '' ? 0 : 2, 0x11);
  whole.writeUInt8(kind, 0x12);
  whole.writeUInt16LE(rated, 0x15);
  whole.writeUInt32LE(extended, 0x1c);
  whole.writeUInt16LE(runs, 0x20);
  return structure(17, whole.subarray(4, length), bank === '' ? [slot] : [slot, bank]);
}

/** Section 7.5, a socket. */
export function processor({ threads, populated = true }: { threads: number; populated?: boolean }): Buffer {
  const whole = Buffer.alloc(0x30);
  whole.writeUInt8(populated ? 0x41 : 0x00, 0x18);
  whole.writeUInt8(Math.min(threads, 0xff), 0x25);
  whole.writeUInt16LE(threads, 0x2e);
  return structure(4, whole.subarray(4));
}
