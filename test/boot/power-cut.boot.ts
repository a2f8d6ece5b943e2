import { copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REMEMBERED_FILE, readRemembered } from '../../headless/config/remembered.ts';
import { findConfigPartition } from '../../image/gpt.ts';
import { parseOptions } from '../qemu/options.ts';
import { Rig } from '../qemu/rig.ts';
import { seeded } from '../tui/random-snapshot.ts';
import { bootRig, explainFailure, IMAGE, scratch } from './support/boot.ts';
import { sendIntent } from './support/intent.ts';
import { apply, cutsOf, type Epoch, readWriteLog, type SectorWrite } from './support/write-log.ts';

const CONF = '# mine\r\nlabel=shed\r\n';
const OLD = '10.77.0.1';
const NEW = '10.77.0.2';
/** Choices of sectors that are tried for each flush, beside every beginning. */
const CHOICES = 100;
const BOOTS = 5;

describe('the power fails while a choice is written on the stick', () => {
  let rig: Rig;
  let folder: string;
  /** What was written from one choice to the next, and the stick before that. */
  let epochs: Epoch[];
  let stick: string;
  const cuts: SectorWrite[][] = [];

  beforeAll(async () => {
    folder = await scratch();
    const config = join(folder, 'config');
    await mkdir(config);
    await writeFile(join(config, 'rigforge.conf'), CONF);
    const stickLog = join(folder, 'writes');
    await writeFile(stickLog, '');
    const options = parseOptions(['--keyboard', 'none', '--config', config]);
    if (options === 'help') throw new Error('no help in tests');
    rig = await Rig.boot({ ...options, image: IMAGE, inspect: true, stickLog }, (line) => console.log(line));
    // Nothing is written before the first choice.
    const before = join(folder, 'before.raw');
    await copyFile(join(rig.directory, 'stick.raw'), before);
    for (const address of [OLD, OLD, NEW]) await remember(address);
    await rig.machine.shell.read('sync');
    const log = readWriteLog(await readFile(stickLog));
    await rig.stop();
    stick = join(folder, 'stick.raw');
    await copyFile(before, stick);
    const written = await lastWithOld(log);
    await copyFile(before, stick);
    const disk = await open(stick, 'r+');
    for (const epoch of log.slice(0, written)) await apply(disk, epoch);
    await disk.close();
    epochs = log.slice(written);
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it("leaves the old choice or the new one, and the owner's file, wherever it fails", async () => {
    const random = seeded(20);
    const disk = await open(stick, 'r+');
    const seen = new Set<string>();
    const done: SectorWrite[] = [];
    for (const epoch of epochs) {
      for (const cut of cutsOf(epoch, CHOICES, random)) {
        const undo = await apply(disk, [...done, ...cut]);
        seen.add(await whatStands());
        await undo();
        cuts.push([...done, ...cut]);
      }
      done.push(...epoch);
    }
    await disk.close();
    console.log(`${cuts.length} power cuts in ${epochs.length} flushes`);
    expect([...seen].sort()).toEqual([OLD, NEW]);
  });

  it(`starts from ${BOOTS} of such sticks`, async () => {
    for (let boot = 1; boot <= BOOTS; boot += 1) {
      const cut = cuts[Math.floor((cuts.length * boot) / (BOOTS + 1))] ?? [];
      const torn = join(folder, `torn-${boot}.raw`);
      await copyFile(stick, torn);
      const disk = await open(torn, 'r+');
      await apply(disk, cut);
      await disk.close();
      rig = await bootRig('--keyboard', 'none', '--image', torn);
      const { target, rig: shown } = await rig.snapshotWhere((s) => s.target !== null, 420_000);
      expect(shown.label).toBe('shed');
      expect([OLD, NEW]).toContain(target?.host);
      expect(target?.source).toBe('stick');
      await rig.stop();
    }
  });

  async function remember(address: string): Promise<void> {
    await rig.snapshotWhere((s) => s.stage !== 'checking' && s.stage !== 'tuning', 420_000);
    await sendIntent(rig, { intent: 'type', address, password: null, remember: true });
    const said = `${address}:3333 is remembered`;
    await rig.snapshotWhere((s) => s.messages.some(({ text }) => text.startsWith(said)), 300_000);
  }

  /** After how many flushes the old choice stood last. */
  async function lastWithOld(log: Epoch[]): Promise<number> {
    const disk = await open(stick, 'r+');
    let last = 0;
    for (const [index, epoch] of log.entries()) {
      await apply(disk, epoch);
      if (epoch.length > 0 && (await whatStands()) === OLD) last = index + 1;
    }
    await disk.close();
    return last;
  }

  async function whatStands(): Promise<string> {
    expect((await fileOnStick('rigforge.conf')).toString()).toBe(CONF);
    return readRemembered(await fileOnStick(REMEMBERED_FILE))?.pool.host ?? 'neither';
  }

  async function fileOnStick(name: string): Promise<Buffer> {
    const { offset } = await findConfigPartition(stick);
    const { stdout } = await execa('mcopy', ['-n', '-i', `${stick}@@${offset}`, `::${name}`, '-'], {
      encoding: 'buffer',
      stripFinalNewline: false,
      env: { MTOOLS_SKIP_CHECK: '1' },
    });
    return Buffer.from(stdout);
  }
});
