import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BootFigures, bootOnce } from './boot/boot-once.ts';
import { type MiningRig, startMiningRig } from './mining-rig.ts';
import type { Options } from './options.ts';

/** One run of the bench: what was asked for, and the things that several rows measure on. */
export class Bench {
  readonly options: Options;
  readonly say: (line: string) => void;
  /** For throw-away files; removed at the end, however it comes. */
  readonly folder: string;
  #rig: Promise<MiningRig> | null = null;
  #boot: Promise<BootFigures> | null = null;

  static async open(options: Options, say: (line: string) => void): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'rigforge-bench-'));
    const bench = new Bench(options, say, folder);
    process.once('exit', bench.#removeFiles);
    return bench;
  }

  private constructor(options: Options, say: (line: string) => void, folder: string) {
    this.options = options;
    this.say = say;
    this.folder = folder;
  }

  /** The mining rig; started when it is first asked for. */
  rig(): Promise<MiningRig> {
    this.#rig ??= startMiningRig(join(this.folder, 'rig'), this.say);
    return this.#rig;
  }

  /** Ends the mining rig, so that what is measured next has the machine for itself. */
  async stopRig(): Promise<void> {
    const rig = await this.#rig?.catch(() => null);
    this.#rig = null;
    await rig?.stop();
  }

  /** What one boot of the image showed; it happens when it is first asked for. */
  boot(): Promise<BootFigures> {
    this.#boot ??= bootOnce(this.options, this.folder, this.say);
    return this.#boot;
  }

  /** Ends everything that was started and removes its files. */
  async close(): Promise<void> {
    await this.stopRig();
    this.#removeFiles();
    process.off('exit', this.#removeFiles);
  }

  readonly #removeFiles = (): void => rmSync(this.folder, { recursive: true, force: true });
}
