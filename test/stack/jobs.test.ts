import { expect, test } from 'vitest';
import { hashingBlob, NONCE_OFFSET, seedHeight, templateAt, varint, withNonce } from './jobs.ts';

const template = templateAt(3_810_000, 1_795_000_000);

test('a hashing blob has its nonce where miners look for it', () => {
  const blob = Buffer.from(hashingBlob(template, 'x'), 'hex');
  expect(blob.subarray(0, 2)).toEqual(Buffer.from([16, 16]));
  expect(blob.subarray(7, NONCE_OFFSET).toString('hex')).toBe(template.previous);
  expect(blob.readUInt32LE(NONCE_OFFSET)).toBe(0);
  expect(blob).toHaveLength(NONCE_OFFSET + 4 + 32 + 1);
  // XMRig reads the number of transactions behind the Merkle root, at byte 75.
  expect(blob[75]).toBe(template.transactions + 1);
});

test('a nonce replaces four bytes and nothing else', () => {
  const blob = hashingBlob(template, 'x');
  const filled = withNonce(blob, 'deadbeef');
  expect(filled).toHaveLength(blob.length);
  expect(Buffer.from(filled, 'hex').readUInt32BE(NONCE_OFFSET)).toBe(0xdeadbeef);
  expect(withNonce(filled, '00000000')).toBe(blob);
});

test('each miner and each block has a blob of its own', () => {
  const blobs = [
    hashingBlob(template, 'a'),
    hashingBlob(template, 'b'),
    hashingBlob(templateAt(3_810_001, template.time), 'a'),
  ];
  expect(new Set(blobs).size).toBe(3);
});

test('the RandomX key changes every 2048 blocks, 64 blocks late', () => {
  expect(seedHeight(2048)).toBe(0);
  expect(seedHeight(2112)).toBe(0);
  expect(seedHeight(2113)).toBe(2048);
  expect(seedHeight(4160)).toBe(2048);
  expect(seedHeight(4161)).toBe(4096);
  expect(templateAt(3_810_000, 0).seedHash).toBe(templateAt(3_810_001, 0).seedHash);
  expect(templateAt(2112, 0).seedHash).not.toBe(templateAt(2113, 0).seedHash);
});

test('variable-length integers', () => {
  expect(varint(0)).toEqual([0]);
  expect(varint(127)).toEqual([127]);
  expect(varint(128)).toEqual([0x80, 1]);
  expect(varint(300)).toEqual([0xac, 2]);
  expect(varint(1_795_000_000)).toHaveLength(5);
});
