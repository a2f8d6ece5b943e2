import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerStick } from '../../../headless/config/owner-stick.ts';
import { emptySlots, REMEMBERED_FILE } from '../../../headless/config/remembered.ts';
import { REPORT_FILE } from '../../../headless/config/report-file.ts';
import { readStick } from '../../../headless/config/stick.ts';
import { imageHost } from '../../../headless/host.ts';
import { liveMachine } from '../../../headless/rig/machine-source.ts';
import type { Run } from '../../../headless/system/run-program.ts';

const OURS = '5e1f0b6c-7d2a-4c3b-9a8e-0123456789ab';
const canMount = process.getuid?.() === 0 && /\bvfat$/m.test(readFileSync('/proc/filesystems', 'utf8'));

/** A disk of the machine: its kernel name, how it is connected, and what its one partition holds. */
interface Disk {
  name: string;
  tran: 'usb' | 'sata' | 'nvme' | null;
  files: Record<string, string | Uint8Array>;
  partUuid?: string;
}

describe('the stick', () => {
  let folder: string;
  let count = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rigforge-stick-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * A machine with these disks. lsblk's answer is made up, since a loop device is never USB. The partitions are real FAT file
   * systems; they are really mounted where this kernel can (root, vfat), else read by mtools. The boots do the rest.
   */
  async function machine(disks: Disk[]) {
    const root = join(folder, `machine-${++count}`);
    mkdirSync(root);
    const devices: object[] = [];
    const images = new Map<string, string>();
    for (const { name, tran, files, partUuid = OURS } of disks) {
      const image = join(root, `${name}1.img`);
      images.set(`/dev/${name}1`, image);
      await execa('mkfs.vfat', ['-C', '-n', 'RIGFORGE', image, '2048']);
      for (const [file, content] of Object.entries(files)) {
        await execa('mcopy', ['-i', image, '-', `::${file}`], { input: content });
      }
      devices.push({ name, path: `/dev/${name}`, pkname: null, type: 'disk', tran, partuuid: null });
      devices.push({
        name: `${name}1`,
        path: `/dev/${name}1`,
        pkname: name,
        type: 'part',
        tran: null,
        partuuid: partUuid,
      });
    }
    const ran: string[] = [];
    /** Without a kernel that mounts: what is mounted for writing, to be copied back. */
    const writable = new Map<string, string>();
    const run: Run = async (program, args) => {
      ran.push([program, ...args].join(' '));
      if (program === 'lsblk') return JSON.stringify({ blockdevices: devices });
      const real = args.map((arg) => images.get(arg) ?? arg);
      if (canMount)
        return (await execa(program, program === 'mount' ? ['-o', 'loop', ...real] : real)).stdout;
      const directory = real.at(-1) ?? '';
      const image = writable.get(directory);
      if (program === 'mount') {
        await execa('mcopy', ['-n', '-i', real.at(-2) ?? '', '::*', directory]);
        if (args.some((arg) => arg.startsWith('rw,'))) writable.set(directory, real.at(-2) ?? '');
        return '';
      }
      if (image !== undefined) {
        await execa('mdel', ['-i', image, '::*']);
        await execa('mcopy', [
          '-i',
          image,
          ...readdirSync(directory).map((name) => join(directory, name)),
          '::',
        ]);
        writable.delete(directory);
      }
      for (const name of readdirSync(directory)) rmSync(join(directory, name));
      return '';
    };
    const read = async (bootDisk: string | null) => {
      const result = await readStick({ root, buildConfigPartUuid: OURS, bootDisk }, run);
      expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(root);
      const left = readdirSync(root).includes('run') ? readdirSync(join(root, 'run/rigforge')) : [];
      expect(left).toEqual([]);
      return { ...result, names: result.files.map((file) => file.name) };
    };
    const file = async (disk: string, name: string) =>
      (
        await execa('mcopy', ['-n', '-i', images.get(`/dev/${disk}1`) ?? '', `::${name}`, '-'], {
          encoding: 'buffer',
          stripFinalNewline: false,
        })
      ).stdout;
    /** The engine's own hands on the stick that this machine was booted from. */
    const engine = async (bootDisk = 'sdb') => {
      mkdirSync(join(root, 'run/rigforge'), { recursive: true });
      writeFileSync(join(root, 'run/rigforge/boot-disk'), bootDisk);
      mkdirSync(join(root, 'proc'), { recursive: true });
      writeFileSync(join(root, 'proc/cmdline'), 'quiet\n');
      const host = imageHost({ root, runDirectory: join(root, 'run/rigforge'), configPartUuid: OURS });
      return ownerStick({ host, machine: liveMachine(root), version: '0.1.0' }, run);
    };
    return { root, images, read, ran, file, engine };
  }

  it('is read, whatever Windows and macOS left on it', async () => {
    const { read, ran, images } = await machine([
      {
        name: 'sdb',
        tran: 'usb',
        files: {
          'RIGFORGE.CONF': 'pool=a.local',
          'config.json.txt': '{}',
          'README.txt': 'read me',
          'rigforge-cmdline.txt': '',
          '._rigforge.conf': 'junk',
          'rigforge.conf.rtf': '{\\rtf1}',
          'holiday.jpg': new Uint8Array(100),
        },
      },
    ]);
    const before = readFileSync(images.get('/dev/sdb1') ?? '');
    const { present, names, messages, files } = await read('sdb');
    expect({ present, names }).toEqual({
      present: true,
      names: ['RIGFORGE.CONF', 'config.json.txt', 'rigforge-cmdline.txt'],
    });
    expect(Buffer.from(files[0]?.content ?? []).toString()).toBe('pool=a.local');
    expect(messages).toMatchObject([
      { where: 'rigforge.conf.rtf', text: expect.stringContaining('is not read') },
    ]);
    expect(ran.find((line) => line.startsWith('mount'))).toContain('ro,nosuid,nodev,noexec');
    expect(readFileSync(images.get('/dev/sdb1') ?? '').equals(before)).toBe(true);
  });

  it('beats an internal disk that is a full copy of the image', async () => {
    const { read, ran } = await machine([
      { name: 'sda', tran: 'sata', files: { 'rigforge.conf': 'pool=evil.local' } },
      { name: 'sdb', tran: 'usb', files: { 'rigforge.conf': 'pool=a.local' } },
    ]);
    const { files } = await read('sda');
    expect(files.map(({ content }) => Buffer.from(content).toString())).toEqual(['pool=a.local']);
    expect(ran.join()).not.toContain('/dev/sda1');
  });

  it('is not replaced by an internal copy when it is pulled', async () => {
    const { read } = await machine([
      { name: 'nvme0n1', tran: 'nvme', files: { 'rigforge.conf': 'pool=evil' } },
    ]);
    expect(await read('sdb')).toMatchObject({ present: false, files: [] });
  });

  it('may be an internal disk that the machine was booted from', async () => {
    const { read } = await machine([{ name: 'mmcblk0', tran: null, files: { 'rigforge.conf': 'pool=a' } }]);
    expect(await read('mmcblk0')).toMatchObject({ present: true, names: ['rigforge.conf'] });
  });

  it('is none after a netboot, and none with the mark of another build', async () => {
    const disk: Disk = { name: 'sdb', tran: 'usb', files: { 'rigforge.conf': 'pool=a' } };
    expect(await (await machine([disk])).read(null)).toMatchObject({ present: false, files: [] });
    const other = await machine([{ ...disk, partUuid: '00000000-0000-4000-8000-000000000000' }]);
    expect(await other.read('sdb')).toMatchObject({ present: false, files: [] });
  });

  it('counts for nothing where a second one says something else, and for one where it says the same', async () => {
    const stick = (name: string, pool: string): Disk => ({
      name,
      tran: 'usb',
      files: { 'rigforge.conf': `pool=${pool}` },
    });
    const differ = await (await machine([stick('sdb', 'a'), stick('sdc', 'b')])).read('sdb');
    expect(differ).toMatchObject({ present: true, read: false, files: [], messages: [{ level: 'error' }] });
    expect(differ.messages[0]?.text).toContain('sdb and sdc carry different config files');
    const agree = await (await machine([stick('sdb', 'a'), stick('sdc', 'a')])).read('sdb');
    expect(agree).toMatchObject({ present: true, read: true, names: ['rigforge.conf'], messages: [] });
  });

  it('has a file that is too large, and the others count', async () => {
    const { read } = await machine([
      {
        name: 'sdb',
        tran: 'usb',
        files: { 'config.json': new Uint8Array(70_000), 'rigforge.conf': 'pool=a' },
      },
    ]);
    const { names, messages } = await read('sdb');
    expect(names).toEqual(['rigforge.conf']);
    expect(messages).toMatchObject([{ where: 'config.json', text: expect.stringContaining('64 KiB') }]);
  });

  it('is damaged: said, and nothing hangs', async () => {
    const { read, images } = await machine([{ name: 'sdb', tran: 'usb', files: {} }]);
    writeFileSync(images.get('/dev/sdb1') ?? '', Buffer.alloc(2_097_152));
    const { present, messages } = await read('sdb');
    expect(present).toBe(true);
    expect(messages).toMatchObject([
      { level: 'warning', text: expect.stringContaining('cannot read /dev/sdb1') },
    ]);
  });

  it('leaves no mount behind, even one of an engine that was killed while it read', async () => {
    const { root, read, images } = await machine([
      { name: 'sdb', tran: 'usb', files: { 'rigforge.conf': 'pool=a' } },
    ]);
    const stale = join(root, 'run/rigforge/stick-1-abc');
    mkdirSync(stale, { recursive: true });
    if (canMount) await execa('mount', ['-o', 'loop,ro', images.get('/dev/sdb1') ?? '', stale]);
    expect(await read('sdb')).toMatchObject({ names: ['rigforge.conf'] });
  });

  it('cannot be looked for where lsblk fails', async () => {
    const run: Run = () => Promise.reject(new Error('no lsblk'));
    const result = await readStick({ root: folder, buildConfigPartUuid: OURS, bootDisk: 'sdb' }, run);
    expect(result).toMatchObject({
      present: false,
      messages: [{ text: expect.stringContaining('no lsblk') }],
    });
  });

  const CHOICE = {
    host: 'pithead.local',
    port: 3333,
    tls: false,
    fingerprint: null,
    user: null,
    password: 'hunter2',
    socks5: null,
  };

  it('remembers a choice in the file it came with, beside what its owner wrote', async () => {
    const conf = '# mine, with love\r\npool=a.local\r\n';
    const files = { 'rigforge.conf': conf, [REMEMBERED_FILE]: emptySlots() };
    const { engine, file, ran } = await machine([{ name: 'sdb', tran: 'usb', files }]);
    const stick = await engine();
    const { config } = await stick.read();
    expect(config.pools).toMatchObject([{ host: 'a.local' }]);
    await stick.remember(CHOICE, config.poolsHash);
    expect((await stick.read()).config.pools).toEqual([
      { ...CHOICE, source: 'remembered', where: REMEMBERED_FILE },
    ]);
    expect(Buffer.from(await file('sdb', 'rigforge.conf')).toString()).toBe(conf);
    expect(await file('sdb', REMEMBERED_FILE)).toHaveLength(emptySlots().length);
    expect(ran.filter((line) => line.includes('-o rw,'))).toHaveLength(1);
  });

  it('carries a report that Notepad can read, until it is taken away', async () => {
    const { engine, file } = await machine([
      { name: 'sdb', tran: 'usb', files: { 'rigforge.conf': 'pool=a.local' } },
    ]);
    const stick = await engine();
    await stick.report('This rig is NOT mining.\n\nWhy: no cable.');
    expect(Buffer.from(await file('sdb', REPORT_FILE)).toString()).toBe(
      'This rig is NOT mining.\r\n\r\nWhy: no cable.\r\nRigForge 0.1.0\r\n',
    );
    expect(await stick.read()).toMatchObject({ reportPresent: true, config: { messages: [] } });
    await stick.report(null);
    expect(await stick.read()).toMatchObject({
      reportPresent: false,
      config: { pools: [{ host: 'a.local' }] },
    });
  });

  it('is not written where two say different things, and both are where they say the same', async () => {
    const stick = (name: string, pool: string): Disk => ({
      name,
      tran: 'usb',
      files: { 'rigforge.conf': `pool=${pool}` },
    });
    const differ = await machine([stick('sdb', 'a'), stick('sdc', 'b')]);
    await expect((await differ.engine()).remember(CHOICE, '')).rejects.toThrow(
      'the sticks sdb and sdc carry different config files; leave one plugged in',
    );
    expect(differ.ran.join()).not.toContain('rw,');
    const agree = await machine([stick('sdb', 'a'), stick('sdc', 'a')]);
    const both = await agree.engine();
    await both.remember(CHOICE, (await both.read()).config.poolsHash);
    expect((await both.read()).config).toMatchObject({ pools: [{ host: 'pithead.local' }] });
  });

  it('is not there any more: said in a sentence, and no other disk is written', async () => {
    const { engine, ran } = await machine([{ name: 'nvme0n1', tran: 'nvme', files: {} }]);
    await expect((await engine()).remember(CHOICE, '')).rejects.toThrow('the stick is not plugged in');
    expect(ran.join()).not.toContain('mount');
  });
});
