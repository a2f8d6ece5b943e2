/** XMRig ends, hangs, or is kept from starting. */
import { chmodSync, rmSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { BY_ADDRESS, killXmrig, LIST, NAMED, ONE, seconds, TWO, until } from './plans.ts';
import type { Scene } from './scene.ts';

const CONFIG = 'xmrig/config.json';
const STOPPED = /XMRig stopped; starting it again/;

export const XMRIG_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'xmrig-killed',
    fault: 'XMRig is killed',
    stacks: ONE,
    act: ({ rig }) => rig.xmrig.kill('SIGKILL'),
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
    isShort: true,
  },
  {
    id: 'xmrig-killed-five-times',
    fault: 'XMRig is killed five times, each time as soon as it runs again',
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig }) => {
      for (let times = 0; times < 4; times += 1) await killXmrig(rig);
      rig.xmrig.kill('SIGKILL');
    },
    isDrawnOut: true,
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-ended',
    fault: 'Somebody ends XMRig with SIGTERM',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => rig.xmrig.kill('SIGTERM'),
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-crashed',
    fault: 'XMRig crashes (SIGFPE)',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => rig.xmrig.kill('SIGFPE'),
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
    check: ({ rig }) => expect(rig.log).toContain('Main process exited, code=killed, status=8/FPE'),
  },
  {
    id: 'xmrig-hangs',
    fault: 'XMRig hangs (SIGSTOP)',
    stacks: ONE,
    rig: NAMED,
    act: ({ rig }) => rig.xmrig.kill('SIGSTOP'),
    said: /has not answered for 1\d s/,
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'xmrig-starved',
    fault: 'XMRig gets 20 ms of the CPU every 5 s',
    stacks: ONE,
    rig: NAMED,
    act: ({ rig }) => void starve(rig.xmrig),
    said: /has not answered for 1\d s/,
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'xmrig-hiccups',
    fault: 'XMRig stands still for 10 s and goes on',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      rig.xmrig.kill('SIGSTOP');
      await seconds(10);
      rig.xmrig.kill('SIGCONT');
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'xmrig-config-unreadable',
    fault: "XMRig's config may not be read any more, and XMRig is killed",
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      chmodSync(rig.file(CONFIG), 0);
      rig.xmrig.kill('SIGKILL');
    },
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-config-half',
    fault: "Half of XMRig's config is lost, and XMRig is killed",
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      truncateSync(rig.file(CONFIG), 300);
      rig.xmrig.kill('SIGKILL');
    },
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-config-gone',
    fault: "XMRig's config is deleted, and XMRig is killed",
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      rmSync(rig.file(CONFIG));
      rig.xmrig.kill('SIGKILL');
    },
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-config-half-after-troubles',
    fault: "Half of XMRig's config is lost after XMRig was killed three times within a minute",
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      for (let times = 0; times < 3; times += 1) await killXmrig(rig);
      truncateSync(rig.file(CONFIG), 300);
      rig.xmrig.kill('SIGKILL');
    },
    isDrawnOut: true,
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-folder-closed',
    fault: "XMRig's user may not enter the folder of its config any more, and XMRig is killed",
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      chmodSync(rig.file('xmrig'), 0o700);
      rig.xmrig.kill('SIGKILL');
    },
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-folder-gone',
    fault: 'The folder of its config is deleted, and XMRig is killed',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      rmSync(rig.file('xmrig'), { recursive: true });
      rig.xmrig.kill('SIGKILL');
    },
    said: STOPPED,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'xmrig-dies-at-first',
    fault: 'XMRig dies at the first pool of two each time it gets a job there',
    stacks: TWO,
    rig: LIST,
    act: dieAtHome,
    said: /is where XMRig exits again and again/,
    again: 'spare',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'xmrig-dies-at-guess',
    fault: 'XMRig dies at the stack that was guessed each time it gets a job there, another is ready',
    stacks: TWO,
    rig: { cmdline: 'rigforge.wait=0' },
    act: dieAtHome,
    said: /is where XMRig exit(s|ed) again and again/,
    again: 'spare',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'xmrig-is-slow',
    fault: 'The computer gets far slower than it was (XMRig gets a fifth of the CPU)',
    stacks: ONE,
    rig: { ...BY_ADDRESS, speed: 20 },
    act: ({ rig }) => void throttle(rig.xmrig),
    said: /% of this computer's own best/,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'journal-ends',
    fault: 'The journal ends and begins anew while XMRig mines',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig, stack }) => {
      const listed = await rig.host.run('sh', '-c', 'pgrep -f "^tail -F.*$0" || true', rig.computer.folder);
      const own = listed.split('\n').filter((pid) => pid !== '');
      expect(own.length).toBeGreaterThan(0);
      for (const pid of own) process.kill(Number(pid), 'SIGKILL');
      await seconds(7);
      stack('home').command({ command: 'block' });
      const { height } = rig.console.snapshot.miner ?? {};
      await rig.console.until('the new height', ({ miner }) => (miner?.height ?? 0) > (height ?? 0), 60);
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
];

/** As often as it logs in at the first. */
async function dieAtHome({ rig, stack }: Scene): Promise<void> {
  rig.xmrig.kill('SIGKILL');
  let logins = stack('home').logins();
  const watch = async () => {
    while (rig.xmrig.starts > 0) {
      await sleep(100);
      if (stack('home').logins() <= logins) continue;
      logins = stack('home').logins();
      // The first hash comes soon after the login.
      await sleep(500);
      if (isAtHome({ rig })) rig.xmrig.kill('SIGFPE');
    }
  };
  void watch();
  await until('it died there', () => rig.xmrig.starts >= 2);
}

/** XMRig keeps a connection to its first pool while it works at the second. */
function isAtHome({ rig }: Pick<Scene, 'rig'>): boolean {
  const uses = [...rig.log.matchAll(/\bnet\s+use pool (\S+?):/g)];
  return uses.at(-1)?.[1] === '10.77.0.5';
}

async function starve(xmrig: Scene['rig']['xmrig']): Promise<void> {
  const { pid } = xmrig;
  while (xmrig.pid === pid) {
    xmrig.kill('SIGSTOP');
    await sleep(5000);
    if (xmrig.pid === pid) xmrig.kill('SIGCONT');
    await sleep(20);
  }
}

async function throttle(xmrig: Scene['rig']['xmrig']): Promise<void> {
  const { pid } = xmrig;
  while (pid !== null && xmrig.pid === pid) {
    xmrig.kill('SIGSTOP');
    await sleep(170);
    if (xmrig.pid === pid) xmrig.kill('SIGCONT');
    await sleep(25);
  }
}
