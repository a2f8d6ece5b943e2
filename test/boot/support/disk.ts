import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, truncate, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { execa } from 'execa';

const SECTOR = 512;
const MIB = 1024 * 1024;

const TYPES = {
  /** What systemd would mount as the root, and turn on as swap, on a system that looks for them. */
  linuxRoot: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
  swap: '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f',
  basicData: 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7',
} as const;

interface Part {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  /** In MiB. */
  readonly start: number;
  readonly size: number;
}

const PARTS: readonly Part[] = [
  { name: 'root', type: 'linuxRoot', start: 1, size: 40 },
  { name: 'swap', type: 'swap', start: 41, size: 20 },
  { name: 'RIGFORGE', type: 'basicData', start: 61, size: 64 },
];

/**
 * Somebody's internal disk: a GPT, an ext4 with files, a swap, and a FAT partition that is named and labelled
 * RIGFORGE and holds a config of its own. Whatever touches it changes it: ext4 counts mounts, swap and FAT are
 * written at once.
 */
export async function makeDisk(file: string, config: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(file, '');
  await truncate(file, 128 * MIB);
  await writeTable(file);
  const [root, swap, fat] = PARTS;
  if (root === undefined || swap === undefined || fat === undefined) throw new Error('unreachable');
  await execa('mkfs.ext4', ['-q', '-F', '-E', `offset=${root.start * MIB}`, file, `${root.size}m`]);
  const blank = `${file}.swap`;
  await writeFile(blank, '');
  await truncate(blank, swap.size * MIB);
  await execa('mkswap', [blank]);
  await execa('dd', [
    `if=${blank}`,
    `of=${file}`,
    'bs=1M',
    `seek=${swap.start}`,
    'conv=notrunc',
    'status=none',
  ]);
  const partition = `${file}@@${fat.start * MIB}`;
  await execa('mformat', ['-i', partition, '-v', 'RIGFORGE', '-T', String((fat.size * MIB) / SECTOR), '::']);
  for (const [name, input] of Object.entries(config))
    await execa('mcopy', ['-i', partition, '-', `::${name}`], { input });
}

/** SHA-256 of a whole file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** UEFI specification 2.10, chapter 5.3. The first copy only, which is all that Linux and firmware need. */
async function writeTable(file: string): Promise<void> {
  const table = Buffer.alloc(128 * 128);
  PARTS.forEach((part, index) => {
    const entry = table.subarray(index * 128, (index + 1) * 128);
    guid(TYPES[part.type]).copy(entry, 0);
    randomBytes(16).copy(entry, 16);
    entry.writeBigUInt64LE(BigInt((part.start * MIB) / SECTOR), 32);
    entry.writeBigUInt64LE(BigInt(((part.start + part.size) * MIB) / SECTOR - 1), 40);
    entry.write(part.name, 56, 'utf16le');
  });
  const sectors = (128 * MIB) / SECTOR;
  const header = Buffer.alloc(92);
  header.write('EFI PART');
  header.writeUInt32LE(0x00010000, 8);
  header.writeUInt32LE(92, 12);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(BigInt(sectors - 1), 32);
  header.writeBigUInt64LE(34n, 40);
  header.writeBigUInt64LE(BigInt(sectors - 34), 48);
  randomBytes(16).copy(header, 56);
  header.writeBigUInt64LE(2n, 72);
  header.writeUInt32LE(128, 80);
  header.writeUInt32LE(128, 84);
  header.writeUInt32LE(crc32(table), 88);
  header.writeUInt32LE(crc32(header), 16);
  const protective = Buffer.alloc(SECTOR);
  protective[446 + 4] = 0xee;
  protective.writeUInt32LE(1, 446 + 8);
  protective.writeUInt32LE(sectors - 1, 446 + 12);
  protective.writeUInt16LE(0xaa55, 510);
  const handle = await open(file, 'r+');
  try {
    await handle.write(protective, 0, SECTOR, 0);
    await handle.write(header, 0, header.length, SECTOR);
    await handle.write(table, 0, table.length, 2 * SECTOR);
  } finally {
    await handle.close();
  }
}

/** GUIDs are stored with their first three fields little-endian. */
function guid(text: string): Buffer {
  const [a = '', b = '', c = '', d = '', e = ''] = text.split('-');
  const swapped = [a, b, c].map((field) => Buffer.from(field, 'hex').reverse());
  return Buffer.concat([...swapped, Buffer.from(d + e, 'hex')]);
}
