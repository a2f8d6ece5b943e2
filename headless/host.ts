/** What the engine may do with the computer as a whole: everything where it was started from the image, nothing on somebody's own. */
import { writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { StickPlace } from './config/stick.ts';
import { readBootDisk } from './rig/disks.ts';
import { type HostRules, IMAGE, LAPTOP } from './state/host-rules.ts';

export interface Host {
  rules: HostRules;
  /** Whether huge pages, registers and clocks may be changed. */
  mayTune: boolean;
  setName(name: string): Promise<void>;
  /** Throws a sentence where that is not the engine's to do. */
  power(action: 'reboot' | 'powerOff'): Promise<void>;
  /** Where the owner's stick has to be; null where there is none. */
  stick(): Promise<StickPlace | null>;
}

/** A computer that was started from the image. `root` is where its file system begins, `/` but in tests. */
export function imageHost(options: { root: string; runDirectory: string; configPartUuid: string }): Host {
  return {
    rules: IMAGE,
    mayTune: true,
    /** The kernel's host name is all there is: resolved follows it, and answers as `<name>.local`. */
    setName: (name) => writeFile('/proc/sys/kernel/hostname', name),
    power: async (action) => {
      await execa('systemctl', [action === 'reboot' ? 'reboot' : 'poweroff']);
    },
    stick: async () => {
      const bootDisk = await readBootDisk(options.runDirectory);
      return { root: options.root, buildConfigPartUuid: options.configPartUuid, bootDisk };
    },
  };
}

/** Somebody's own computer, under `npm start`. */
export function laptopHost(): Host {
  return {
    rules: LAPTOP,
    mayTune: false,
    setName: async () => {},
    power: async () => {
      throw new Error('this is your own computer: it is not touched');
    },
    stick: async () => null,
  };
}
