/** The engine ends, or forgets, or asks of a systemd that does not work. */
import { connect } from 'node:net';
import { expect } from 'vitest';
import { SOCKET_NAME } from '../../headless/snapshot.ts';
import type { Fault } from './fault.ts';
import { BY_ADDRESS, killEngine, killXmrig, NAMED, ONE, SPARE, seconds, until } from './plans.ts';
import type { Scene } from './scene.ts';

export const ENGINE_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'engine-killed',
    fault: 'The engine is killed while XMRig mines',
    stacks: ONE,
    act: ({ rig }) => killEngine(rig),
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ rig, stack }) => {
      expect(stack('home').logins()).toBe(1);
      expect(rig.console.snapshot.miner).toMatchObject({ adopted: true, height: expect.any(Number) });
    },
    isShort: true,
  },
  {
    id: 'engine-killed-three-times',
    fault: 'The engine is killed three times, each time as soon as it is back',
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig }) => {
      for (let times = 0; times < 3; times += 1) await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'engine-killed-in-countdown',
    fault: 'The engine is killed in the countdown',
    stacks: ONE,
    rig: { cmdline: 'rigforge.pool=10.77.0.5 rigforge.wait=12' },
    before: null,
    act: async ({ rig }) => {
      await rig.console.until('a countdown', ({ countdown }) => (countdown?.secondsLeft ?? 99) < 8, 60);
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'engine-killed-in-start',
    fault: 'The engine is killed while it starts XMRig',
    stacks: ONE,
    rig: BY_ADDRESS,
    before: null,
    act: async ({ rig }) => {
      await rig.console.until('a start', ({ stage }) => stage === 'starting', 60);
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'engine-stopped',
    fault: 'The engine is ended with SIGTERM',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      const { starts } = rig.engine;
      rig.engine.kill('SIGTERM');
      await until('the engine is started again', () => rig.engine.starts > starts);
    },
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'both-killed',
    fault: 'Engine and XMRig are killed together',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      rig.xmrig.kill('SIGKILL');
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'forgotten-pause',
    fault: 'A pause is forgotten',
    stacks: ONE,
    rig: { ...BY_ADDRESS, speed: 60 },
    act: async ({ rig }) => {
      const { starts } = rig.xmrig;
      rig.console.intent({ intent: 'pause' });
      await until('XMRig runs again', () => rig.xmrig.starts > starts);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'stop-fails',
    fault: 'systemd fails to stop XMRig for a pause, and works again later',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ rig }) => {
      rig.systemdFault = 'fails';
      rig.console.intent({ intent: 'pause' });
    },
    said: /stopping XMRig: /,
    cure: async ({ rig }) => {
      rig.systemdFault = null;
      await until('XMRig is stopped', () => rig.xmrig.pid === null);
      rig.console.intent({ intent: 'resume' });
    },
    again: 'home',
    sameXmrig: false,
    isShort: true,
  },
  {
    id: 'start-fails',
    fault: 'systemd fails to start XMRig, and works again after a minute',
    stacks: ONE,
    rig: BY_ADDRESS,
    before: null,
    act: ({ rig }) => {
      rig.systemdFault = 'fails';
    },
    said: /starting XMRig: /,
    lasts: 60,
    cure: async ({ rig }) => {
      rig.systemdFault = null;
    },
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'start-hangs',
    fault: 'systemd does not answer when XMRig is to be started, and works again later',
    stacks: ONE,
    rig: BY_ADDRESS,
    before: null,
    act: ({ rig }) => {
      rig.systemdFault = 'hangs';
    },
    said: /starting XMRig: no answer within 60 s/,
    cure: ({ rig }) => {
      rig.systemdFault = null;
    },
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'five-hundred-choices',
    fault: 'Five hundred choices within a second',
    stacks: { ...ONE, spare: SPARE },
    act: ({ rig }) => {
      for (let times = 0; times < 250; times += 1)
        for (const name of ['pithead', 'p2pool'])
          rig.console.intent({ intent: 'choose', stackId: `${name}.local:3333`, password: null });
    },
    said: null,
    again: 'spare',
    sameXmrig: false,
    check: ({ rig }) => expect(rig.orders.length).toBeLessThan(10),
  },
  {
    id: 'windows-that-babble',
    fault: 'Windows come, send rubbish and 300 kB without an end, and go',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: babble,
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ rig }) => expect(rig.engine.starts).toBe(1),
  },
  {
    id: 'xmrig-killed-unseen',
    fault: 'XMRig is killed while the engine is away',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      rig.engine.kill('SIGSTOP');
      await killXmrig(rig);
      rig.engine.kill('SIGKILL');
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
];

async function babble({ rig }: Scene): Promise<void> {
  for (const text of ['{"intent":"dance"}\n', '[[[[\n', '\0\n', 'x'.repeat(300_000)]) {
    const socket = connect(rig.file(SOCKET_NAME));
    socket.on('error', () => {});
    socket.write(text);
    await seconds(1);
    socket.destroy();
  }
}
