/** Cables, addresses and names. */
import { expect } from 'vitest';
import { createLan } from '../headless/discovery/lan.ts';
import type { Fault } from './fault.ts';
import { HOME, NAMED, ONE, seconds, until } from './plans.ts';
import { RIG_ADDRESS, type Scene } from './scene.ts';

const NO_CABLE = /No cable in eth0: plug in a network cable/;
const NO_ADDRESS = /waiting for an address from the router|No address on eth0/;
const NO_CONNECTION = /No connection to \S+ for \d+ (s|min)/;
const STACK_NAME = 'stack.example.org';
const BY_DNS = { cmdline: `rigforge.pool=${STACK_NAME} rigforge.discovery=no rigforge.wait=0` };

export const NETWORK_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'cable-out',
    fault: "The rig's cable is pulled for 45 s",
    stacks: ONE,
    act: ({ rig }) => rig.host.plugged(false),
    said: NO_CABLE,
    lasts: 45,
    cure: ({ rig }) => rig.host.plugged(true),
    again: 'home',
    sameXmrig: true,
    isShort: true,
  },
  {
    id: 'cable-out-long',
    fault: "The rig's cable is pulled for 3 minutes",
    stacks: ONE,
    rig: NAMED,
    act: ({ rig }) => rig.host.plugged(false),
    said: NO_CABLE,
    lasts: 180,
    cure: ({ rig }) => rig.host.plugged(true),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'cable-out-at-start',
    fault: 'There is no cable in the rig when it starts',
    stacks: ONE,
    before: null,
    act: ({ rig }) => rig.host.plugged(false),
    said: NO_CABLE,
    cure: ({ rig }) => rig.host.plugged(true),
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'cable-loose',
    fault: 'The plug is loose: thirty losses of the link within a minute',
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig }) => {
      for (let times = 0; times < 30; times += 1) {
        await rig.host.plugged(false);
        await seconds(1);
        await rig.host.plugged(true);
        await seconds(1);
      }
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'no-address-at-start',
    fault: 'No router gives the rig an address when it starts',
    stacks: ONE,
    before: null,
    act: ({ rig }) => rig.host.run('ip', '-4', 'address', 'flush', 'dev', 'eth0').then(() => {}),
    said: NO_ADDRESS,
    cure: ({ rig }) => rig.host.address(`${RIG_ADDRESS}/24`),
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'address-lost',
    fault: "The rig's address is taken away for a minute",
    stacks: ONE,
    rig: NAMED,
    act: ({ rig }) => rig.host.run('ip', '-4', 'address', 'flush', 'dev', 'eth0').then(() => {}),
    said: NO_ADDRESS,
    lasts: 60,
    cure: ({ rig }) => rig.host.address(`${RIG_ADDRESS}/24`),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'address-changed',
    fault: 'The rig is given another address',
    stacks: ONE,
    act: async ({ rig, stack }) => {
      await rig.host.address('10.77.0.19/24');
      // Nothing tells XMRig but the silence of the old connection.
      const isBack = () =>
        stack('home').events.some(
          (event) =>
            event.event === 'login' &&
            event.from.startsWith('10.77.0.19') &&
            event.agent.startsWith('XMRig/'),
        );
      await until('XMRig is back from the new address', isBack);
    },
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'interface-renamed',
    fault: "The rig's interface gets another name",
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig }) => {
      await rig.host.run('ip', 'link', 'set', 'eth0', 'down');
      await rig.host.run('ip', 'link', 'set', 'eth0', 'name', 'lan0');
      await rig.host.run('ip', 'link', 'set', 'lan0', 'up');
      await rig.console.until(
        'the new name',
        ({ rig: { links } }) => links.some(({ name }) => name === 'lan0'),
        60,
      );
    },
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'card-exchanged',
    fault: "The rig's USB network card is pulled out, and another one plugged in",
    stacks: ONE,
    act: async ({ rig }) => {
      await rig.host.run('ip', 'link', 'delete', 'eth0');
    },
    said: /No Ethernet port found/,
    cure: async ({ lan, rig }) => {
      await lan.plugIn(rig.host, '10.77.0.29/24');
      await rig.computer.card('eth1');
    },
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'second-network',
    fault: 'A second network is plugged into the rig, and its cable pulled again',
    stacks: ONE,
    act: async ({ rig }) => {
      const other = await createLan();
      try {
        await other.plugIn(rig.host, '10.78.0.9/24');
        await rig.computer.card('eth1');
        await rig.console.until('both', ({ rig: { links } }) => links.length === 2, 60);
        await rig.host.run('ip', 'link', 'delete', 'eth1');
      } finally {
        await other.close();
      }
      await rig.console.until('the first alone', ({ rig: { links } }) => links.length === 1, 60);
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-cable-out',
    fault: "The stack's cable is pulled for a minute: nobody answers, not even to say so",
    stacks: ONE,
    rig: NAMED,
    act: ({ stack }) => stack('home').host.plugged(false),
    said: NO_CONNECTION,
    lasts: 60,
    cure: ({ stack }) => stack('home').host.plugged(true),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'dns-away-while-mining',
    fault: 'The name of the pool is not known to DNS any more, and the pool drops the connection',
    stacks: ONE,
    rig: BY_DNS,
    before: null,
    act: async (scene) => {
      knowHome(scene);
      await untilMining(scene);
      scene.rig.computer.names([]);
      scene.stack('home').set({ fault: 'refuse' });
    },
    said: /no device on this network answers to stack\.example\.org/,
    cure: (scene) => {
      knowHome(scene);
      scene.stack('home').set({ fault: 'none' });
    },
    again: 'home',
    sameXmrig: false,
    check: ({ rig }) => expect(rig.xmrig.starts).toBe(1),
  },
  {
    id: 'dns-away-at-start',
    fault: 'DNS is away when the rig starts',
    stacks: ONE,
    rig: BY_DNS,
    before: null,
    act: () => {},
    said: /no device on this network answers to stack\.example\.org/,
    cure: knowHome,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'dns-elsewhere',
    fault: "The pool's name leads to another address, and the old one is switched off",
    stacks: { home: HOME, spare: { address: '10.77.0.6' } },
    rig: BY_DNS,
    before: null,
    act: async (scene) => {
      knowHome(scene);
      await untilMining(scene);
      scene.rig.computer.names([`10.77.0.6 ${STACK_NAME}`]);
      await scene.stack('home').kill();
    },
    isDrawnOut: true,
    said: null,
    again: 'spare',
    sameXmrig: false,
    check: ({ rig }) => expect(rig.xmrig.starts).toBe(1),
  },
];

function knowHome({ rig }: Scene): void {
  rig.computer.names([`10.77.0.5 ${STACK_NAME}`]);
}

async function untilMining({ rig }: Scene): Promise<void> {
  await rig.console.until('it mines', ({ stage }) => stage === 'mining', 120);
}
