import { expect, test } from 'vitest';
import { bootSectorFor, coreFor } from '../../image/bios-boot.ts';

test('the boot sector loads the core from its sector and keeps the disk signature and partition table', () => {
  const boot = Buffer.alloc(512, 0x11);
  const current = Buffer.alloc(512, 0x22);
  const sector = bootSectorFor(boot, current, 198_656);
  expect(sector.readBigUInt64LE(0x5c)).toBe(198_656n);
  expect([...sector.subarray(0x66, 0x68)]).toEqual([0x90, 0x90]);
  expect(sector.subarray(0x1b8, 0x1fe).every((byte) => byte === 0x22)).toBe(true);
  expect([...sector.subarray(0x1fe)]).toEqual([0x11, 0x11]);
  expect(sector[0]).toBe(0x11);
});

test("the core's first sector says where the others are", () => {
  const core = coreFor(Buffer.alloc(1300, 0x33), 2048);
  expect(core.length).toBe(1536);
  expect(core.readBigUInt64LE(0x1f4)).toBe(2049n);
  expect(core.readUInt16LE(0x1fc)).toBe(2);
  expect(core.readUInt16LE(0x1fe)).toBe(0x820);
});
