import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../headless/snapshot.ts';
import { Stack } from '../stack/stack.ts';
import { aboutSpeed, chooseAccelerator } from './accelerator.ts';
import { firmwareFiles } from './firmware.ts';
import { kernelStart, readSnapshot } from './guest-snapshot.ts';
import { Machine } from './machine.ts';
import type { BootOptions } from './options.ts';
import { type Report, type StackCounts, timesOf } from './report.ts';
import { createSegment, type Segment } from './segment.ts';
import { makeStick } from './stick.ts';

/** One boot as asked for: the options of `npm run boot`, and where the image is. */
export interface RigSpec extends BootOptions {
  readonly image: string;
  /** Ask systemd for a shell on the second serial port, to look inside. Costs one kernel parameter. */
  readonly inspect: boolean;
  /** A rig whose network and stack this one shares; it has to be stopped after this one. */
  readonly beside?: Rig;
  /** An empty file that gets every write to the stick; none by default. */
  readonly stickLog?: string;
}

const DEBUG_SHELL = 'systemd.debug_shell=ttyS1';
/** How long a guest may take to its test shell: emulated machines of this size boot in half a minute. */
const SHELL_MS = 480_000;
/** How long a guest may take to shut down. */
const RESET_MS = 240_000;

/** A rig that was booted next to a stack. Has to be made in a network namespace of its own. */
export class Rig {
  readonly machine: Machine;
  readonly segment: Segment | null;
  readonly directory: string;
  readonly spec: RigSpec;
  stack: Stack | null = null;
  #kernel: number | null = null;
  #shellReady: Promise<void> | null = null;
  readonly #stopping = new AbortController();

  /** Makes stick, network and stack, and powers the machine on. What was made is undone when that fails. */
  static async boot(spec: RigSpec, say: (line: string) => void = () => {}): Promise<Rig> {
    const directory = await mkdtemp(join(tmpdir(), 'rig-'));
    let segment: Segment | null = null;
    try {
      const cmdline = [spec.cmdline, spec.inspect ? DEBUG_SHELL : ''].filter((part) => part !== '').join(' ');
      const stick = join(directory, 'stick.raw');
      await makeStick(spec.image, stick, spec.config ?? null, cmdline);
      const disks = await Promise.all(spec.disk.map(diskFormat));
      if (spec.beside === undefined && !spec['no-network']) segment = await createSegment(directory);
      const lan = spec.beside?.segment ?? segment;
      const accelerator = await chooseAccelerator();
      say(await aboutSpeed(accelerator));
      const variables = spec['firmware-variables'] ?? join(directory, 'firmware-variables.fd');
      const files = {
        stick,
        stickLog: spec.stickLog,
        disks,
        ...(await firmwareFiles(spec.firmware, variables)),
      };
      const parts = { hardware: spec, accelerator, port: (await lan?.plug()) ?? null, files, directory };
      const machine = await Machine.start({ ...parts, serialLog: spec['serial-log'] ?? null });
      const rig = new Rig(spec, machine, lan, directory);
      if (spec.inspect) rig.shellReady().catch(() => {});
      if (segment !== null && !spec['no-stack']) await rig.#startStackLater(say);
      return rig;
    } catch (error) {
      await segment?.stop();
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(spec: RigSpec, machine: Machine, segment: Segment | null, directory: string) {
    this.spec = spec;
    this.machine = machine;
    this.segment = segment;
    this.directory = directory;
  }

  /** The engine's snapshot, once the guest's test shell answers. */
  async snapshot(): Promise<Snapshot> {
    await this.shellReady();
    return readSnapshot(this.machine.shell);
  }

  /** Waits for the test shell, and learns when the kernel started. */
  shellReady(): Promise<void> {
    this.#shellReady ??= this.machine.shell.ready(SHELL_MS).then(async () => {
      this.#kernel = await kernelStart(this.machine.shell, () => this.machine.now());
    });
    return this.#shellReady;
  }

  /** Does what makes the machine start again, and waits for the test shell of that start. */
  async startsAgain(restart: () => Promise<unknown>): Promise<void> {
    const reset = this.machine.qmp.event('RESET', () => true, RESET_MS);
    await Promise.all([reset, restart()]);
    this.machine.shell.forget();
    this.#shellReady = null;
    await this.shellReady();
  }

  /** Asks again until the snapshot satisfies `wanted`. Rejects with the last one's own words. */
  async snapshotWhere(wanted: (snapshot: Snapshot) => boolean, timeoutMs: number): Promise<Snapshot> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      // The engine itself may be starting again.
      const snapshot = await this.snapshot().catch((error: unknown) => String(error));
      if (typeof snapshot !== 'string' && wanted(snapshot)) return snapshot;
      if (performance.now() > end) {
        const state = typeof snapshot === 'string' ? snapshot : `${snapshot.stage}, ${snapshot.doing}`;
        throw new Error(`the rig did not get there in ${timeoutMs / 1000} s: ${state}`);
      }
      await sleep(2000);
    }
  }

  /** The end of the guest's journal, or why it cannot be had. */
  async journalEnd(lines = 60): Promise<string> {
    try {
      return await this.machine.shell.read(`journalctl --no-pager -o short-monotonic -n ${lines}`, {
        timeoutMs: 180_000,
      });
    } catch (error) {
      return `(no journal: ${error instanceof Error ? error.message : String(error)})`;
    }
  }

  /** What the stack has verified so far. */
  shares(): StackCounts {
    const status = this.stack?.status();
    return {
      verifiedShares: status?.verifiedShares ?? 0,
      rejectedShares: status?.rejectedShares ?? 0,
      workers: status?.workers.map(({ name }) => name) ?? [],
    };
  }

  report(ok: boolean, reason: string, snapshot: Snapshot | null): Report {
    const times = timesOf(this.#kernel, this.machine.firstFrame, snapshot);
    return { ok, reason, times, snapshot, stack: this.shares() };
  }

  /** Ends machine, stack and network, and removes the throw-away files. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.machine.stop();
    await this.stack?.stop();
    if (this.spec.beside === undefined) await this.segment?.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Puts the stack on the rig's network, where the rig was booted without one. */
  async startStack(say: (line: string) => void = () => {}): Promise<void> {
    if (this.segment === null) throw new Error('this rig has no network');
    const { 'stack-name': name, difficulty, forked, 'fork-after': forkAfter = null } = this.spec;
    const { address, bridge } = this.segment;
    this.stack = await Stack.start({ address, interface: bridge, name, difficulty, forked, forkAfter });
    say(`Stack at ${name}.local, ${address}:3333, difficulty ${difficulty}`);
  }

  async #startStackLater(say: (line: string) => void): Promise<void> {
    const delay = this.spec['stack-delay'];
    if (delay === 0) return this.startStack(say);
    say(`The stack starts in ${delay} s`);
    sleep(delay * 1000, undefined, { signal: this.#stopping.signal })
      .then(() => this.startStack(say))
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) say(`The stack did not start: ${String(error)}`);
      });
  }
}

/** Raw, unless the file says that it is qcow2 (by its magic number, as QEMU would probe it). */
async function diskFormat(file: string): Promise<{ file: string; format: string }> {
  const handle = await open(file, 'r+');
  try {
    const magic = Buffer.alloc(4);
    await handle.read(magic, 0, 4, 0);
    return { file, format: magic.toString('latin1') === 'QFI\xfb' ? 'qcow2' : 'raw' };
  } finally {
    await handle.close();
  }
}
