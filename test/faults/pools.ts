/** Stacks that do not answer, or not as they should: one that is all there is, and the first of a list. */
import type { Fault } from './fault.ts';
import { BY_ADDRESS, goes, LIST, NAMED, ONE, seconds, TWO } from './plans.ts';
import type { Scene } from './scene.ts';

const NO_CONNECTION = /No connection to \S+ for \d+ (s|min)/;
const SECOND = /Mining at 10\.77\.0\.6:3333; 10\.77\.0\.5:3333 is not working; the rig keeps retrying it/;

const FIRST = {
  refuse: 'closes its port',
  mute: 'accepts connections and answers nothing',
  close: 'hangs up on everybody at once',
  reject: 'refuses every login',
  http: 'turns into a web server',
  noJob: 'takes logins and has no work',
};

export const POOL_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'stack-off',
    fault: 'The only stack is switched off for a minute',
    stacks: ONE,
    act: ({ stack }) => stack('home').kill(),
    said: NO_CONNECTION,
    lasts: 60,
    cure: ({ stack }) => stack('home').start(),
    again: 'home',
    sameXmrig: true,
    isShort: true,
  },
  {
    id: 'stack-closed',
    fault: "The only stack's port is closed for a minute",
    stacks: ONE,
    rig: NAMED,
    act: goes('refuse'),
    said: NO_CONNECTION,
    lasts: 60,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-mute',
    fault: 'The only stack goes mute, for 2 minutes in all',
    stacks: ONE,
    rig: NAMED,
    act: goes('mute'),
    said: /does not answer a login/,
    lasts: 100,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-hangs-up',
    fault: 'The only stack hangs up on everybody at once, for a minute',
    stacks: ONE,
    rig: NAMED,
    act: droppedInto('close'),
    said: /closes the connection without an answer/,
    lasts: 60,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-takes-login-and-hangs-up',
    fault: 'The only stack takes each login and hangs up, for 2 minutes',
    stacks: ONE,
    rig: NAMED,
    act: droppedInto('hangUp'),
    said: /it accepts the login and hangs up, again and again/,
    lasts: 110,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
    isShort: true,
  },
  {
    id: 'stack-drops-every-20-s',
    fault: 'The only stack drops every connection after 20 s, for 2 minutes',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ stack }) => {
      for (let times = 0; times < 6; times += 1) {
        stack('home').command({ command: 'drop' });
        await seconds(20);
      }
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-is-web-server',
    fault: 'A web server has the port of the only stack for a while',
    stacks: ONE,
    rig: NAMED,
    act: droppedInto('http'),
    said: /answers, but not Stratum \(it looks like a web server\)/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-slow',
    fault: 'The only stack answers 4 s late',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: ({ stack }) => stack('home').set({ delay: 4000 }),
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-too-slow',
    fault: 'The only stack answers 25 s late, for 2 minutes',
    stacks: ONE,
    rig: NAMED,
    act: ({ stack }) => stack('home').set({ delay: 25_000 }),
    said: /does not answer a login/,
    lasts: 90,
    cure: async ({ stack }) => {
      stack('home').set({ delay: 0 });
    },
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-bulky',
    fault: 'The only stack puts 100 kB into each answer',
    stacks: ONE,
    rig: NAMED,
    act: droppedInto('bulky'),
    said: /answers, but not Stratum|JSON|too long/,
    cure: droppedInto('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-without-work',
    fault: 'The only stack takes the login and has no work',
    stacks: ONE,
    rig: NAMED,
    act: droppedInto('noJob'),
    said: /accepted the login, but has no work yet/,
    cure: goes('none'),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-syncing',
    fault: "The only stack's node is syncing",
    stacks: { home: { address: '10.77.0.5', name: 'pithead', options: ['--kind', 'p2pool'] } },
    rig: NAMED,
    act: async ({ stack }) => {
      stack('home').set({ ready: false });
      stack('home').command({ command: 'drop' });
    },
    said: /Disconnected from P2Pool network/,
    cure: ({ stack }) => stack('home').set({ ready: true }),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'password-changed',
    fault: 'The stack wants another password for a while',
    stacks: ONE,
    rig: NAMED,
    act: ({ stack }) => {
      stack('home').set({ password: 'tulip' });
      stack('home').command({ command: 'drop' });
    },
    said: /enter its password on screen 2 \(Stacks\), or set pass= in rigforge\.conf/,
    cure: ({ stack }) => stack('home').set({ password: null }),
    again: 'home',
    sameXmrig: true,
  },
  ...(['refuse', 'mute', 'close', 'reject', 'http', 'noJob'] as const).map(
    (fault): Omit<Fault, 'subject'> => ({
      id: `first-${fault}`,
      fault: `The first of two pools ${FIRST[fault]}, and works again later`,
      stacks: TWO,
      rig: LIST,
      act: droppedInto(fault),
      said: SECOND,
      cure: goes('none'),
      again: 'home',
      sameXmrig: true,
      isShort: fault === 'mute',
    }),
  ),
  {
    id: 'first-off-from-start',
    fault: 'The first of two pools is off when the rig starts, and comes later',
    stacks: { ...TWO, home: { address: '10.77.0.5', on: false } },
    rig: LIST,
    before: null,
    act: () => {},
    said: SECOND,
    cure: ({ stack }) => stack('home').start(),
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'first-hangs-up-after-login',
    fault: 'The first of two pools takes each login and hangs up',
    stacks: TWO,
    rig: LIST,
    act: droppedInto('hangUp'),
    said: /keeps dropping the connection: trying 10\.77\.0\.6:3333 first/,
    again: 'spare',
    sameXmrig: false,
  },
  {
    id: 'both-off',
    fault: 'Both pools of a list are off for a minute, then the second is back',
    stacks: TWO,
    rig: LIST,
    act: async ({ stack }) => {
      await Promise.all([stack('home').kill(), stack('spare').kill()]);
    },
    said: NO_CONNECTION,
    lasts: 60,
    cure: ({ stack }) => stack('spare').start(),
    again: 'spare',
    sameXmrig: true,
  },
];

/** Whoever is connected meets the fault as well. */
function droppedInto(fault: Parameters<typeof goes>[0]) {
  return ({ stack }: Scene) => {
    stack('home').set({ fault });
    stack('home').command({ command: 'drop' });
  };
}
