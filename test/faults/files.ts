/** Full disks, clocks that jump, ports that are taken. */
import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { output } from '../headless/discovery/lan.ts';
import type { Fault } from './fault.ts';
import { BY_ADDRESS, killEngine, ONE, seconds, until } from './plans.ts';
import type { Scene } from './scene.ts';

const FILLER = 'filler';

export const FILE_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'disk-full',
    fault: 'The run directory is full while the rig mines',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: fill,
    said: /remembering the choice: ENOSPC/,
    cure: empty,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'disk-full-and-kills',
    fault: 'The run directory is full, and engine and XMRig are killed',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async (scene) => {
      fill(scene);
      scene.rig.xmrig.kill('SIGKILL');
      await killEngine(scene.rig);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'disk-full-at-resume',
    fault: 'The run directory is full when a pause ends, and has room again after a minute',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async (scene) => {
      const { rig } = scene;
      rig.console.intent({ intent: 'pause' });
      await until('XMRig is stopped', () => rig.xmrig.pid === null);
      fill(scene);
      rig.console.intent({ intent: 'resume' });
    },
    said: /starting XMRig: ENOSPC/,
    lasts: 60,
    cure: async (scene) => {
      empty(scene);
    },
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'date-jumps',
    fault: "The computer's date jumps 400 days ahead, and 20 years back",
    stacks: ONE,
    rig: { ...BY_ADDRESS, date: true },
    act: async ({ rig }) => {
      const day = 86_400_000;
      for (const offset of [400 * day, -20 * 365 * day]) {
        writeFileSync(rig.dateFile, String(offset));
        await seconds(15);
        expect(rig.console.snapshot.stage).toBe('mining');
      }
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'date-jumps-in-pause',
    fault: 'The date jumps 3 hours ahead during a pause; the pause stays, and is ended by a person',
    stacks: ONE,
    rig: { ...BY_ADDRESS, date: true },
    act: async ({ rig }) => {
      rig.console.intent({ intent: 'pause' });
      await until('XMRig is stopped', () => rig.xmrig.pid === null);
      writeFileSync(rig.dateFile, String(3 * 3_600_000));
    },
    said: /Paused; mining resumes automatically in \d+ min/,
    lasts: 10,
    cure: async ({ rig }) => {
      expect(rig.console.snapshot).toMatchObject({ paused: true });
      rig.console.intent({ intent: 'resume' });
    },
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'api-port-taken',
    fault: "Another program has the port of XMRig's API for a while",
    todo: 'not measured yet: the port cannot be taken before XMRig has it',
    stacks: ONE,
    rig: { ...BY_ADDRESS, speed: 20 },
    act: async (scene) => {
      // XMRig is away for two seconds.
      scene.rig.xmrig.kill('SIGKILL');
      const server = "require('net').createServer().listen(18080, '127.0.0.1', () => console.log('listens'))";
      const taker = scene.rig.host.start(process.execPath, '-e', server);
      await output(taker, /listens/);
      takers.set(scene, taker);
    },
    said: /has not answered for/,
    cure: (scene) => {
      takers.get(scene)?.kill('SIGKILL');
      // Eight minutes more until XMRig, which does not look again, is started anew.
      scene.rig.hurry();
    },
    again: 'home',
    sameXmrig: false,
  },
];

const takers = new WeakMap<Scene, ReturnType<Scene['rig']['host']['start']>>();

/** To the last byte: a session needs some kilobytes. */
function fill({ rig }: Scene): void {
  for (const bytes of [65_536, 4096, 512, 1]) {
    try {
      for (;;) writeFileSync(rig.file(FILLER), Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      // No room for so many any more.
    }
  }
}

function empty({ rig }: Scene): void {
  rmSync(rig.file(FILLER));
}
