/** Stacks that are there, and pay nothing or hand out work that cannot be done. */
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { BY_ADDRESS, goes, LIST, NAMED, ONE, seconds, TWO, until } from './plans.ts';
import type { Scene } from './scene.ts';

const GUESS = { cmdline: 'rigforge.wait=0' };
/** A difficulty that gives a share every few seconds and leaves the verifier alone. */
const STEADY = {
  home: { address: '10.77.0.5', name: 'pithead', options: ['--fixed', '--difficulty', '20'] },
};
const STEADY_TWO = {
  ...STEADY,
  spare: { ...TWO.spare, options: ['--kind', 'p2pool', '--fixed', '--difficulty', '20'] },
};

export const WORK_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'zero-target-only',
    fault: 'The only stack hands out a job with target zero, and sound ones later',
    stacks: ONE,
    rig: NAMED,
    act: zeroTarget,
    said: /No connection to|cannot be mined|not Stratum|unusable/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
    isShort: true,
  },
  {
    id: 'zero-target-first',
    fault: 'The first of two pools hands out jobs with target zero, and sound ones later',
    stacks: TWO,
    rig: LIST,
    act: zeroTarget,
    said: /Mining at 10\.77\.0\.6:3333/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  ...(['rx/wow', 'cn/r', 'argon2/chukwa'] as const).map(
    (algo): Omit<Fault, 'subject'> => ({
      id: `algorithm-${algo.replace('/', '-')}`,
      fault: `The only stack hands out jobs for ${algo}, and Monero's later`,
      stacks: ONE,
      rig: NAMED,
      act: ({ stack }) => {
        stack('home').set({ algo });
        stack('home').command({ command: 'block' });
      },
      said: new RegExp(`${algo}`),
      cure: ({ stack }) => stack('home').set({ algo: null }),
      again: 'home',
      sameXmrig: true,
      isShort: algo === 'cn/r',
      check: ({ rig }) => expect(rig.log).not.toMatch(/init dataset algo (?!rx\/[02])/),
    }),
  ),
  {
    id: 'one-share-in-three-rejected',
    fault: 'The only stack rejects a third of the shares for a minute',
    stacks: STEADY,
    rig: BY_ADDRESS,
    act: goes('rejectThird'),
    said: /rejected a share/,
    lasts: 60,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'all-shares-rejected',
    fault: 'The only pool rejects every share, and takes them again later',
    stacks: STEADY,
    rig: { ...BY_ADDRESS, speed: 10 },
    act: goes('rejectShares'),
    said: /10\.77\.0\.5:3333 rejects every share/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'first-rejects-all',
    fault: 'The first of two pools rejects every share',
    stacks: STEADY_TWO,
    rig: { ...LIST, speed: 10 },
    act: goes('rejectShares'),
    said: /it rejects every share, for 10 minutes now: trying 10\.77\.0\.6:3333 first for now/,
    again: 'spare',
    sameXmrig: false,
    patience: 400,
  },
  {
    id: 'first-answers-no-share',
    fault: 'The first of two pools answers no share, until XMRig hangs up each time',
    stacks: STEADY_TWO,
    rig: { ...LIST, speed: 30 },
    act: goes('ignoreShares'),
    said: /10\.77\.0\.5:3333: it .*: trying 10\.77\.0\.6:3333 first for now/,
    again: 'spare',
    sameXmrig: false,
  },
  {
    id: 'only-answers-no-share',
    fault: 'The only pool answers no share, and does so again later',
    stacks: STEADY,
    rig: { ...BY_ADDRESS, speed: 30 },
    act: goes('ignoreShares'),
    said: /has accepted no share where 20 were to be expected/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: false,
    patience: 400,
  },
  {
    id: 'guess-pays-nothing',
    fault: 'The stack that was guessed answers no share, another is ready',
    stacks: STEADY_TWO,
    rig: { ...GUESS, speed: 10 },
    act: goes('ignoreShares'),
    said: /pithead\.local: it .*; switching to p2pool\.local/,
    again: 'spare',
    sameXmrig: false,
    patience: 400,
  },
  {
    id: 'too-hard',
    fault: 'The first of two pools asks for 2^53 hashes a share',
    todo: 'not measured yet: XMRig has no hashrate before the fast clock restarts it',
    stacks: TWO,
    rig: { ...LIST, speed: 30 },
    act: ({ stack }) => stack('home').set({ difficulty: 2 ** 53, adapt: false }),
    said: /asks for more work per share than this computer does in a day: trying 10\.77\.0\.6:3333/,
    again: 'spare',
    sameXmrig: false,
    patience: 600,
  },
  {
    id: 'too-hard-only',
    fault: 'The only pool asks for 2^53 hashes a share, and for less later',
    stacks: ONE,
    rig: { ...BY_ADDRESS, speed: 30 },
    act: ({ stack }) => stack('home').set({ difficulty: 2 ** 53, adapt: false }),
    said: /asks for more work per share than this computer does in a day: you are earning nothing there/,
    cure: ({ stack }) => stack('home').set({ difficulty: 20 }),
    again: 'home',
    sameXmrig: true,
    patience: 600,
  },
  {
    id: 'still-only',
    fault: "The only pool's node is stuck: the same height for an hour, then a new block",
    stacks: STEADY,
    rig: { ...BY_ADDRESS, speed: 60 },
    act: () => {},
    said: /has handed out no new work for an hour: you are earning nothing there/,
    cure: ({ stack }) => stack('home').command({ command: 'block' }),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'still-first',
    fault: "The first of two pools' node is stuck: the same height for an hour",
    stacks: STEADY_TWO,
    rig: { ...LIST, speed: 60 },
    act: () => {},
    said: /it has handed out no new work for an hour: trying 10\.77\.0\.6:3333 first/,
    again: 'spare',
    sameXmrig: false,
  },
  {
    id: 'mute-after-three-shares',
    fault: 'The only stack goes mute after every third share, three times',
    stacks: ONE,
    rig: NAMED,
    act: async ({ stack }) => {
      for (let times = 0; times < 3; times += 1) {
        const { shares } = stack('home');
        const logins = stack('home').logins();
        const lost = () => stack('home').events.filter(({ event }) => event === 'disconnected').length;
        await until('three shares', () => stack('home').shares >= shares + 3);
        const before = lost();
        stack('home').set({ fault: 'mute' });
        // Twenty seconds after the next share.
        await until('XMRig hangs up', () => lost() > before);
        stack('home').set({ fault: 'none' });
        await until('XMRig is back', () => stack('home').logins() > logins);
      }
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'same-job-twice',
    fault: 'The only stack sends each job twice, every 2 s for half a minute',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ stack }) => {
      stack('home').set({ fault: 'sameJob' });
      await blocks(stack('home'), 1, 15, 2);
      stack('home').set({ fault: 'none' });
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'new-seed-every-15-s',
    fault: 'The only stack has a new seed every 15 s, for a minute and a half',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ stack }) => blocks(stack('home'), 2048, 6, 15),
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'sent-elsewhere',
    fault: 'The stack sends XMRig to another address (client.reconnect)',
    stacks: { ...ONE, stranger: { address: '10.77.0.66' } },
    rig: BY_ADDRESS,
    act: async ({ rig, stack }) => {
      stack('home').command({ command: 'reconnect', host: '10.77.0.66', port: 3333 });
      await until('XMRig has read it', () => rig.log.includes('ignored'));
    },
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ stack }) =>
      expect(stack('stranger').events.filter(({ event }) => event === 'connected')).toEqual([]),
  },
];

function zeroTarget({ stack }: Scene): void {
  stack('home').set({ fault: 'zeroTarget' });
  stack('home').command({ command: 'block' });
}

async function blocks(
  stack: ReturnType<Scene['stack']>,
  count: number,
  times: number,
  every: number,
): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    stack.command({ command: 'block', blocks: count });
    await seconds(every);
  }
}
