import { describe, expect, it } from 'vitest';
import { readBoardTables } from '../../../headless/rig/smbios.ts';
import { machineWith } from './facts-tree.ts';
import { endOfTable, memoryDevice, processor, structure } from './smbios-table.ts';

const TABLE = 'sys/firmware/dmi/tables/DMI';

async function read(...structures: Buffer[]) {
  return readBoardTables(await machineWith({ [TABLE]: Buffer.concat(structures) }));
}

describe('readBoardTables', () => {
  it('reads what is in each slot, and how fast it runs', async () => {
    const { memory, threads } = await read(
      structure(0, Buffer.alloc(14), ['American Megatrends', 'F14']),
      processor({ threads: 12 }),
      memoryDevice({ slot: 'DIMM 0', bank: 'P0 CHANNEL A', megabytes: 0 }),
      memoryDevice({ slot: 'DIMM 1', bank: 'P0 CHANNEL A', megabytes: 8192, rated: 3200, runs: 2133 }),
      endOfTable(),
    );
    expect(threads).toBe(12);
    expect(memory).toEqual({
      slots: 2,
      modules: [
        {
          slot: 'DIMM 1',
          bank: 'P0 CHANNEL A',
          bytes: 8 * 2 ** 30,
          soldered: false,
          kind: 'DDR4',
          ratedMegatransfers: 3200,
          megatransfers: 2133,
        },
      ],
    });
  });

  it('reads sizes in all their units, and modules of 32 GB and more', async () => {
    const sizes = async (size: number, extended = 0) =>
      (await read(memoryDevice({ slot: 'A', size, extended }))).memory?.modules[0]?.bytes;
    expect(await sizes(0x8000 | 512)).toBe(512 * 1024);
    expect(await sizes(16384)).toBe(16 * 2 ** 30);
    expect(await sizes(0x7fff, 65536)).toBe(64 * 2 ** 30);
    expect(await sizes(0xffff)).toBeUndefined();
  });

  it('reads the short structures of old boards', async () => {
    const { memory } = await read(memoryDevice({ slot: 'A0', megabytes: 2048, rated: 1333, length: 0x1b }));
    expect(memory?.modules).toMatchObject([{ ratedMegatransfers: 1333, megatransfers: null }]);
  });

  it('counts sockets that hold a processor, and more than 255 threads', async () => {
    const both = await read(processor({ threads: 16 }), processor({ threads: 16 }));
    expect(both.threads).toBe(32);
    const one = await read(processor({ threads: 384 }), processor({ threads: 16, populated: false }));
    expect(one.threads).toBe(384);
  });

  it('takes control characters out of what a board writes', async () => {
    const { memory } = await read(memoryDevice({ slot: 'A\x1b[31m1', megabytes: 1024 }));
    expect(memory?.modules[0]?.slot).toBe('A1');
  });

  it('has nothing to say without tables, or with broken ones', async () => {
    const nothing = { memory: null, threads: null };
    expect(await readBoardTables(await machineWith({}))).toEqual(nothing);
    expect(await read(Buffer.from([17, 200, 0, 0, 1]))).toEqual(nothing);
    expect(await read(Buffer.from([17, 0, 0, 0]))).toEqual(nothing);
    const cut = memoryDevice({ slot: 'A', megabytes: 1024 }).subarray(0, 40);
    expect(await read(cut)).toEqual(nothing);
  });

  it('never throws, wherever a table is cut or changed', async () => {
    const whole = Buffer.concat([processor({ threads: 8 }), memoryDevice({ slot: 'A', megabytes: 1024 })]);
    for (let at = 0; at < whole.length; at += 7) {
      const odd = Buffer.from(whole);
      odd.writeUInt8(0xff, at);
      await expect(read(odd)).resolves.toBeDefined();
      await expect(read(whole.subarray(0, at))).resolves.toBeDefined();
    }
  });
});
