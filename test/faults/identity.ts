/** Other computers that answer to the name of a stack: with a password, with TLS, in its place. */
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { seconds } from './plans.ts';
import type { Scene } from './scene.ts';

/** Both answer for the name whoever else does: a real Avahi gives itself another name then. */
const named = (address: string, ...options: string[]) => ({
  address,
  options: ['--name', 'pithead', ...options],
});
const HOME = named('10.77.0.5');
const SECRET = named('10.77.0.5', '--password', 'tulip');
/** Takes whatever password it is told. */
const STRANGER = { ...named('10.77.0.66'), on: false };
const POOL = 'rigforge.pool=pithead.local rigforge.wait=0';
const WITH_PASSWORD = { cmdline: `${POOL} rigforge.pass=tulip` };
const NOT_SENT = /another computer has its name now and gets no password\. Is it yours\? Choose it again/;

export const IDENTITY_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'impostor-with-password',
    fault:
      'A stranger has the name of the stack, whose password the rig has, and the stack is away for a minute',
    stacks: { home: SECRET, stranger: STRANGER },
    rig: WITH_PASSWORD,
    act: stackAway,
    said: NOT_SENT,
    cure: stackBack,
    again: 'home',
    sameXmrig: true,
    check: passwordKept,
    isShort: true,
  },
  {
    id: 'impostor-with-password-and-engine-killed',
    fault: 'The same, and the engine and XMRig are killed meanwhile',
    stacks: { home: SECRET, stranger: STRANGER },
    rig: WITH_PASSWORD,
    act: async (scene) => {
      await stackAway(scene);
      scene.rig.xmrig.kill('SIGKILL');
      scene.rig.engine.kill('SIGKILL');
    },
    said: NOT_SENT,
    cure: stackBack,
    again: 'home',
    sameXmrig: false,
    check: passwordKept,
  },
  {
    id: 'impostor-with-tls',
    fault:
      'A stranger has the name of the stack and a certificate of his own; the rig has tls=yes and its password',
    stacks: {
      home: named('10.77.0.5', '--tls', '--password', 'tulip'),
      stranger: { ...named('10.77.0.66', '--tls'), on: false },
    },
    rig: { cmdline: `${POOL} rigforge.pass=tulip rigforge.tls=yes` },
    act: stackAway,
    said: /TLS certificate/,
    cure: stackBack,
    again: 'home',
    sameXmrig: true,
    check: passwordKept,
  },
  {
    id: 'two-with-one-name',
    fault: 'Two computers have the name of the stack when the rig starts, and it has the password',
    stacks: { home: SECRET, stranger: { ...STRANGER, on: true } },
    rig: WITH_PASSWORD,
    before: null,
    act: () => {},
    said: /several computers have its name, so none gets the password/,
    cure: ({ stack }) => stack('stranger').kill(),
    again: 'home',
    sameXmrig: false,
    check: passwordKept,
    hand: 'rename one of the two',
  },
  {
    id: 'two-with-one-name-and-tls',
    fault: 'The same over TLS, where the owner has not said which certificate',
    stacks: {
      home: named('10.77.0.5', '--tls', '--password', 'tulip'),
      stranger: named('10.77.0.66', '--tls'),
    },
    rig: { cmdline: `${POOL} rigforge.pass=tulip rigforge.tls=yes` },
    before: null,
    act: () => {},
    said: /several computers have its name, so none gets the password/,
    cure: ({ stack }) => stack('stranger').kill(),
    again: 'home',
    sameXmrig: false,
    check: passwordKept,
    hand: 'rename one of the two',
  },
  {
    id: 'a-stranger-while-mining',
    fault: 'Another computer answers to the name of the stack while it is mined at',
    stacks: { home: SECRET, stranger: STRANGER },
    rig: WITH_PASSWORD,
    act: ({ stack }) => stack('stranger').start(),
    said: /another computer \(10\.77\.0\.66\) uses the same name; the rig stays with 10\.77\.0\.5/,
    again: 'home',
    sameXmrig: true,
    check: passwordKept,
  },
  {
    id: 'stack-replaced',
    fault: "The stack's computer dies, and its owner puts another one in its place; there is no password",
    stacks: { home: HOME, stranger: STRANGER },
    rig: { cmdline: POOL, speed: 5 },
    act: async ({ stack }) => {
      await stack('home').kill();
      await stack('home').host.plugged(false);
      await stack('stranger').start();
    },
    said: /mining at another computer with this name \(10\.77\.0\.66\), since 10\.77\.0\.5 does not answer/,
    again: 'stranger',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'first-one-returns',
    fault: 'The same, and later the first one is back',
    stacks: { home: HOME, stranger: STRANGER },
    rig: { cmdline: POOL, speed: 5 },
    act: async ({ stack }) => {
      await stack('home').kill();
      await stack('home').host.plugged(false);
      await stack('stranger').start();
    },
    said: /mining at another computer with this name/,
    cure: async ({ stack }) => {
      await stack('home').host.plugged(true);
      await stack('home').start();
    },
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
];

async function stackAway({ stack }: Scene): Promise<void> {
  await stack('stranger').start();
  await seconds(10);
  stack('home').set({ fault: 'refuse' });
  stack('home').command({ command: 'drop' });
}

async function stackBack({ stack }: Scene): Promise<void> {
  await seconds(60);
  stack('home').set({ fault: 'none' });
}

/** Neither XMRig nor the engine has told it to the stranger; discovery may have asked him without. */
function passwordKept({ stack }: Scene): void {
  const logins = stack('stranger').events.filter((event) => event.event === 'login');
  expect(logins.filter(({ agent, password }) => password === 'tulip' || agent.startsWith('XMRig/'))).toEqual(
    [],
  );
  // It was there, and would have heard it.
  expect(stack('stranger').events.some(({ event }) => event === 'listening')).toBe(true);
}
