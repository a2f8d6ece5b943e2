/** Certificates that change. */
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { ONE } from './plans.ts';
import type { Scene } from './scene.ts';

const TLS = { home: { ...ONE.home, options: ['--tls'] } };
const CHANGED = /TLS certificate/;

export const TLS_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'certificate-of-guess',
    fault: 'The stack that was guessed shows another certificate for a minute',
    todo: 'the practice stack speaks without TLS as well, so a guess never uses it',
    stacks: TLS,
    act: otherCertificate,
    said: CHANGED,
    lasts: 60,
    cure: oldCertificate,
    again: 'home',
    sameXmrig: true,
    check: nothingTold,
  },
  {
    id: 'certificate-of-pinned',
    fault:
      'A pool that the owner has pinned shows another certificate for a minute; the rig has its password',
    stacks: { home: { ...ONE.home, options: ['--tls', '--password', 'tulip'] } },
    rig: ({ stack }) => ({
      cmdline: `rigforge.pool=10.77.0.5 rigforge.tls-fingerprint=${stack('home').fingerprint} rigforge.pass=tulip rigforge.discovery=no rigforge.wait=0`,
    }),
    act: otherCertificate,
    said: CHANGED,
    lasts: 60,
    cure: oldCertificate,
    again: 'home',
    sameXmrig: true,
    check: nothingTold,
    isShort: true,
  },
  {
    id: 'certificate-renewed',
    fault: 'The stack that was guessed has another certificate for good',
    todo: 'the practice stack speaks without TLS as well, so a guess never uses it',
    stacks: TLS,
    rig: { speed: 10, cmdline: 'rigforge.wait=0' },
    act: async ({ stack }) => {
      await stack('home').kill();
      await stack('home').start();
    },
    said: /it is back with a different TLS certificate; mining there again/,
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'tls-given-up',
    fault: 'The stack that was guessed gives up TLS for good',
    todo: 'the practice stack speaks without TLS as well, so a guess never uses it',
    stacks: TLS,
    rig: { speed: 10, cmdline: 'rigforge.wait=0' },
    act: async ({ stack }) => {
      await stack('home').kill();
      await stack('home').startWith([]);
    },
    said: /it is back without TLS; mining there again/,
    again: 'home',
    sameXmrig: false,
    patience: 300,
  },
];

/** The port is somebody else's. */
async function otherCertificate({ stack }: Scene): Promise<void> {
  stack('home').set({ fault: 'refuse' });
  stack('home').command({ command: 'drop' });
  await stack('home').letStranger(['--tls']);
}

async function oldCertificate({ stack }: Scene): Promise<void> {
  await stack('home').endStranger();
  stack('home').set({ fault: 'none' });
}

/** Neither XMRig nor the engine has logged in at the stranger, who would have learned the password. */
function nothingTold({ stack }: Scene): void {
  expect(stack('home').strangerEvents.filter(({ event }) => event === 'login')).toEqual([]);
}
