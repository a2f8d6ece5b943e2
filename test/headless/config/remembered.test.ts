import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import {
  emptySlots,
  hashPools,
  REMEMBERED_FILE,
  readRemembered,
  SLOT_BYTES,
  writeRemembered,
} from '../../../headless/config/remembered.ts';
import type { Pool } from '../../../headless/pool.ts';

const OLD: Pool = {
  host: 'pithead.local',
  port: 3333,
  tls: true,
  fingerprint: 'ab'.repeat(32),
  user: null,
  password: 'hunter2',
  socks5: null,
};
const NEW: Pool = { ...OLD, host: 'a-much-longer-name-than-before.local', password: 'Größe 日本' };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rigforge-remember-'));
  path = join(folder, REMEMBERED_FILE);
});
afterEach(() => rm(folder, { recursive: true }));

/** The file before and after a second choice, which is written over a third, older one. */
async function beforeAndAfter(): Promise<{ before: Buffer; after: Buffer }> {
  await writeFile(path, emptySlots());
  await writeRemembered(path, NEW, 'oldest');
  await writeRemembered(path, OLD, 'old');
  const before = await readFile(path);
  await writeRemembered(path, NEW, 'new');
  return { before, after: await readFile(path) };
}

it('the image is built with an empty file of the right size', async () => {
  const shipped = await readFile(join(import.meta.dirname, '../../../image/stick/config', REMEMBERED_FILE));
  expect(shipped.equals(emptySlots())).toBe(true);
  expect(readRemembered(shipped)).toBeNull();
});

describe('a power cut', () => {
  it('at any byte of the writing leaves the old choice or the new one', async () => {
    const { before, after } = await beforeAndAfter();
    const seen = { old: 0, new: 0 };
    for (let cut = 0; cut <= after.length; cut += 1) {
      const torn = Buffer.concat([after.subarray(0, cut), before.subarray(cut)]);
      const hash = readRemembered(torn)?.poolsHash;
      expect(hash === 'old' || hash === 'new', `cut at byte ${cut}: ${hash}`).toBe(true);
      seen[hash === 'old' ? 'old' : 'new'] += 1;
    }
    expect(seen.old).toBeGreaterThan(300);
    expect(seen.new).toBeGreaterThan(300);
  });

  it('leaves one of them too where the stick wrote the sectors in another order, or some as zeros', async () => {
    const { before, after } = await beforeAndAfter();
    const changed = Array.from({ length: before.length / 512 }, (_, sector) => sector).filter(
      (sector) => !sectorOf(before, sector).equals(sectorOf(after, sector)),
    );
    expect(changed.length).toBeLessThanOrEqual(SLOT_BYTES / 512);
    for (let written = 0; written < 2 ** changed.length; written += 1) {
      for (const rest of ['before', 'zeros', 'ones'] as const) {
        const torn = Buffer.from(before);
        for (const [index, sector] of changed.entries()) {
          if (written & (1 << index)) sectorOf(after, sector).copy(torn, sector * 512);
          else if (rest !== 'before') torn.fill(rest === 'zeros' ? 0 : 255, sector * 512, (sector + 1) * 512);
        }
        expect(['old', 'new']).toContain(readRemembered(torn)?.poolsHash);
      }
    }
  });

  it('while a missing or cut file is made anew loses nothing that was in it', async () => {
    await writeRemembered(path, OLD, 'old');
    await writeFile(path, (await readFile(path)).subarray(0, SLOT_BYTES));
    await writeRemembered(path, NEW, 'new');
    const whole = await readFile(path);
    expect(whole).toHaveLength(2 * SLOT_BYTES);
    expect(readRemembered(whole)).toMatchObject({ poolsHash: 'new', pool: NEW, sequence: 2 });
    expect(readRemembered(whole.subarray(0, SLOT_BYTES))).toMatchObject({ poolsHash: 'old' });
  });
});

it('only ever touches one of the two slots', async () => {
  const { before, after } = await beforeAndAfter();
  const same = [0, 1].filter((slot) =>
    [before, after]
      .map((file) => file.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES))
      .every((part, _index, [first]) => part.equals(first ?? part)),
  );
  expect(same).toHaveLength(1);
});

it('reads nothing out of anything else', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.alloc(8192),
    Buffer.alloc(8192, 255),
    Buffer.from('pool=a.local'),
  ]) {
    expect(readRemembered(bytes)).toBeNull();
  }
});

describe('what is remembered', () => {
  const FILES = { name: 'rigforge.conf', content: Buffer.from('pool=a.local\npass=s3cret') };
  const read = async (conf = FILES, cmdline = '') =>
    readOwnerConfig({ cmdline, files: [conf, { name: REMEMBERED_FILE, content: await readFile(path) }] });
  beforeEach(async () => {
    const { poolsHash } = readOwnerConfig({ cmdline: '', files: [FILES] });
    await writeRemembered(path, OLD, poolsHash);
  });

  it('counts until the pools in the files are changed, whatever else is', async () => {
    const config = await read();
    expect(config.pools).toEqual([{ ...OLD, source: 'remembered', where: REMEMBERED_FILE }]);
    expect(config.messages).toEqual([
      {
        level: 'info',
        where: REMEMBERED_FILE,
        text: 'pithead.local:3333 was chosen at the rig and counts instead of rigforge.conf line 1 until that is changed',
      },
    ]);
    const same = { ...FILES, content: Buffer.from('# mine\nwait=3\r\npool = A.local:3333\r\npass=s3cret') };
    expect((await read(same)).pools).toMatchObject([{ host: 'pithead.local' }]);
    const other = { ...FILES, content: Buffer.from('pool=a.local\npass=other') };
    expect(await read(other)).toMatchObject({
      pools: [{ host: 'a.local', password: 'other' }],
      messages: [{ level: 'info', where: REMEMBERED_FILE, text: expect.stringContaining('those count') }],
    });
  });

  it('is weaker than the command line, and no secret is told', async () => {
    const config = await read(FILES, 'rigforge.pool=menu.local');
    expect(config.pools).toMatchObject([{ host: 'menu.local' }]);
    expect(JSON.stringify([config.messages, config.settings])).not.toMatch(/hunter2|s3cret/);
  });

  it('is told from other pools by everything that a pool has', () => {
    const setting = { ...OLD, source: 'stick' as const, where: 'a' };
    const others = [
      { ...setting, port: 1 },
      { ...setting, tls: false },
      { ...setting, user: 'x' },
      { ...setting, socks5: { host: 'p', port: 1 } },
    ];
    expect(hashPools([setting])).toBe(hashPools([{ ...setting, where: 'b' }]));
    for (const other of others) expect(hashPools([other])).not.toBe(hashPools([setting]));
  });
});

function sectorOf(file: Buffer, sector: number): Buffer {
  return file.subarray(sector * 512, (sector + 1) * 512);
}
