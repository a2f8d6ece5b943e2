import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { device, erofs, inInitrd, machine } from './initrd.ts';

const OURS = '0123456789abcdef0123456789abcdef';
const USB = 'pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host0/target0:0:0/0:0:0:0/block';
const SATA = 'pci0000:00/0000:00:1f.2/ata1/host1/target1:0:0/1:0:0:0/block';

let root: string;
beforeEach(async () => {
  root = await machine();
});
afterEach(() => rm(root, { recursive: true }));

const candidates = () => inInitrd(`candidates ${root}/sys/block ${root}/dev ${OURS}`);

test('a copy on USB comes before one on an internal disk, whatever their names', async () => {
  await device(root, `${SATA}/sda`, Buffer.alloc(8192));
  await device(root, `${SATA}/sda/sda4`, erofs(OURS));
  await device(root, `${USB}/sdb`, Buffer.alloc(8192));
  await device(root, `${USB}/sdb/sdb4`, erofs(OURS));
  expect(await candidates()).toBe('sdb4\nsda4');
});

test('another build, an empty disk and a loop device are no candidates', async () => {
  await device(root, `${USB}/sda`, Buffer.alloc(8192));
  await device(root, `${USB}/sda/sda4`, erofs('ffffffffffffffffffffffffffffffff'));
  await device(root, `${USB}/sda/sda3`, Buffer.alloc(10));
  await device(root, 'virtual/block/loop0', erofs(OURS));
  expect(await candidates()).toBe('');
});

test('the disk of a partition is named; a file system on a whole disk names itself', async () => {
  await device(root, 'pci0000:00/0000:02:00.0/nvme/nvme0/block/nvme0n1', Buffer.alloc(8192));
  await device(root, 'pci0000:00/0000:02:00.0/nvme/nvme0/block/nvme0n1/nvme0n1p4', erofs(OURS));
  expect(await inInitrd(`disk_of ${root}/sys/block nvme0n1p4; disk_of ${root}/sys/block nvme0n1`)).toBe(
    'nvme0n1\nnvme0n1',
  );
  expect(await inInitrd(`transport ${root}/sys/block nvme0n1p4`)).toBe('other');
});

test('a copy is accepted only if every piece has its hash', async () => {
  const megabyte = 1024 * 1024;
  const contents = Buffer.alloc(3 * megabyte);
  for (let at = 0; at < contents.length; at += 4096) contents.writeUInt32LE(at, at);
  const pieces = [contents.subarray(0, 2 * megabyte), contents.subarray(2 * megabyte)]
    .map((piece) => createHash('sha256').update(piece).digest('hex'))
    .join(' ');
  // The partition may be larger than the file system.
  await writeFile(join(root, 'good'), Buffer.concat([contents, Buffer.alloc(megabyte)]));
  const damaged = Buffer.from(contents);
  damaged.writeUInt8(1, 2 * megabyte + 17);
  await writeFile(join(root, 'damaged'), damaged);
  await writeFile(join(root, 'short'), contents.subarray(0, megabyte));
  const said = await inInitrd(`
    piece_megabytes=2 size=${contents.length} pieces='${pieces}'
    for name in good damaged short missing; do
      if copy_and_check ${root}/$name ${root}/copy; then echo "$name accepted"; cp ${root}/copy ${root}/accepted; else echo "$name refused"; fi
    done`);
  expect(said).toBe('good accepted\ndamaged refused\nshort refused\nmissing refused');
  expect((await readFile(join(root, 'accepted'))).equals(contents)).toBe(true);
});
