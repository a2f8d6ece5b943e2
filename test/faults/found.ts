/** What is found on the network by itself: names, strangers, floods, and stacks that move. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { HOME, killEngine, killXmrig, NAMED, ONE, SPARE, seconds, TWO } from './plans.ts';
import { RIG_ADDRESS } from './scene.ts';

const FLOOD = join(import.meta.dirname, '../headless/discovery/flood.ts');
const SPOOF = join(import.meta.dirname, '../headless/discovery/spoof.ts');
const GUESS = { cmdline: 'rigforge.wait=0' };
/** Answers for the stack's own name without asking whether somebody has it. */
const IMPOSTOR = { address: '10.77.0.66', options: ['--name', 'pithead'], on: false };

export const FOUND_FAULTS: Omit<Fault, 'subject'>[] = [
  {
    id: 'flood',
    fault: 'A host announces a thousand stacks that are not there, again and again for 20 s',
    stacks: ONE,
    act: async ({ lan, rig }) => {
      const host = await lan.host('10.77.0.99/24');
      const flood = host.start(process.execPath, FLOOD, '10.77.0.99', '10.77.0.99');
      await seconds(20);
      flood.kill('SIGKILL');
      expect(rig.console.snapshot.stage).toBe('mining');
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-moved',
    fault: 'The router gives the stack another address',
    stacks: ONE,
    act: ({ stack }) => stack('home').host.address('10.77.0.7/24'),
    said: /it moved to 10\.77\.0\.7: following it there/,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'mdns-dies',
    fault:
      'Nobody answers for the name of the stack any more while it is mined at; later it drops the connection',
    stacks: ONE,
    act: async ({ rig, stack }) => {
      stack('home').silence();
      await seconds(150);
      expect(rig.console.snapshot.doing).toBe('Mining at pithead.local:3333');
      stack('home').command({ command: 'drop' });
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ rig }) => expect(rig.console.snapshot.target).toMatchObject({ stackId: 'pithead.local:3333' }),
  },
  {
    id: 'mdns-dies-and-xmrig',
    fault: 'The same, and XMRig is killed',
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig, stack }) => {
      stack('home').silence();
      await seconds(130);
      await killXmrig(rig);
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'mdns-dies-and-engine',
    fault: 'The same, and the engine is killed',
    stacks: ONE,
    rig: NAMED,
    act: async ({ rig, stack }) => {
      stack('home').silence();
      await seconds(130);
      await killEngine(rig);
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'reason-after-long-outage',
    fault: 'The rig is unplugged for 2 minutes, and its stack is mute when it is back, for 2 minutes more',
    stacks: ONE,
    act: async ({ rig, stack }) => {
      await rig.host.plugged(false);
      await seconds(120);
      stack('home').set({ fault: 'mute' });
      stack('home').command({ command: 'drop' });
      await rig.host.plugged(true);
    },
    said: /No connection to pithead\.local:3333 for \d+ (s|min): accepts connections, but does not answer/,
    lasts: 60,
    cure: async ({ stack }) => {
      stack('home').set({ fault: 'none' });
    },
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'impostor-while-mining',
    fault: 'A stranger says that he is the stack that is mined at; then the stack drops the connection',
    stacks: { ...ONE, stranger: IMPOSTOR },
    act: async ({ stack }) => {
      await stack('stranger').start();
      await seconds(20);
      stack('home').command({ command: 'drop' });
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ stack }) => expect(stack('stranger').logins()).toBe(0),
  },
  {
    id: 'lies-from-elsewhere',
    fault: 'Answers by mDNS that come from another network or another port name other addresses',
    todo: 'not measured yet; test/headless/discovery/lan.test.ts shows it',
    stacks: ONE,
    act: async ({ lan, rig }) => {
      const liar = await lan.host('10.77.0.99/24');
      await liar.run('ip', 'address', 'add', '10.9.8.7/24', 'dev', 'eth0');
      await liar.run(process.execPath, SPOOF, '10.77.0.99', '10.9.8.7', RIG_ADDRESS);
      // The only one of them that was said as it should be.
      const isTold = ({ stacks }: { stacks: { host: string }[] }) =>
        stacks.some(({ host }) => host === 'pithead-5.local');
      await rig.console.until('the honest answer', isTold, 60);
      const hosts = rig.console.snapshot.stacks.map(({ host }) => host);
      expect(hosts.filter((host) => /pithead-[234]/.test(host))).toEqual([]);
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'rogue-monero',
    fault: 'A stranger calls himself monero.local where there is a Pithead',
    stacks: { ...ONE, stranger: { address: '10.77.0.66', name: 'monero' } },
    before: null,
    act: () => {},
    said: /Mining at pithead\.local:3333/,
    again: 'home',
    sameXmrig: false,
    check: ({ stack }) => expect(stack('stranger').logins()).toBe(0),
  },
  {
    id: 'first-guess-goes-mute',
    fault: 'The stack that is going to be chosen goes mute in the countdown, another is ready',
    stacks: TWO,
    rig: { cmdline: 'rigforge.wait=12' },
    before: null,
    act: async ({ rig, stack }) => {
      await rig.console.until('the countdown', ({ countdown }) => countdown !== null, 60);
      stack('home').set({ fault: 'mute' });
      stack('home').command({ command: 'drop' });
    },
    said: /p2pool\.local/,
    again: 'spare',
    sameXmrig: false,
  },
  {
    id: 'guess-dies',
    fault: 'The stack that was guessed is switched off for good, another is ready',
    stacks: TWO,
    rig: { ...GUESS, speed: 10 },
    act: ({ stack }) => stack('home').kill(),
    said: /it was unreachable for 10 minutes; switching to p2pool\.local/,
    again: 'spare',
    sameXmrig: false,
    patience: 300,
  },
  {
    id: 'late-stack',
    fault: 'No stack is on when the rig starts; one is switched on a minute later',
    stacks: { home: { ...HOME, on: false } },
    before: null,
    act: () => seconds(30),
    said: /port .*closed|nothing listens|no answer|refuses|not on/i,
    lasts: 30,
    cure: ({ stack }) => stack('home').start(),
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'stack-without-name',
    fault: 'The only stack has no name; it is switched off for a minute',
    stacks: { home: { address: '10.77.0.77', options: ['--kind', 'p2pool'] } },
    act: ({ stack }) => stack('home').kill(),
    said: /No connection to 10\.77\.0\.77:3333/,
    lasts: 60,
    cure: ({ stack }) => stack('home').start(),
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'stack-without-name-moves',
    fault: 'The only stack has no name, and the router gives it another address',
    stacks: { home: { address: '10.77.0.77', options: ['--kind', 'p2pool'] } },
    act: async (scene) => {
      const { host } = scene.stack('home');
      scene.stack('home').set({ fault: 'refuse' });
      scene.stack('home').command({ command: 'drop' });
      await scene.rig.console.until('the loss', ({ miner }) => miner?.connected === false, 60);
      await host.address('10.77.0.20/24');
      scene.stack('home').set({ fault: 'none' });
    },
    said: /10\.77\.0\.20/,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'blank-lines',
    fault: 'A port in the network sends empty lines for ever, and stands before the stack in the list',
    stacks: { stranger: { address: '10.77.0.66', on: false, raw: 'blank' }, home: HOME },
    rig: { cmdline: 'rigforge.pool=10.77.0.66,10.77.0.5 rigforge.discovery=no rigforge.wait=0' },
    before: null,
    act: () => {},
    said: /Mining at 10\.77\.0\.5:3333; 10\.77\.0\.66:3333 is not working/,
    again: 'home',
    sameXmrig: false,
    check: ({ rig }) => {
      const row = rig.console.snapshot.stacks.find(({ host }) => host === '10.77.0.66');
      expect(row?.status).toBe('notStratum');
    },
  },
  {
    id: 'byte-by-byte',
    fault: 'Everything that the stack says comes byte by byte',
    stacks: { home: { ...HOME, raw: 'drip' } },
    rig: NAMED,
    before: null,
    act: () => {},
    said: /Mining at pithead\.local:3333/,
    again: 'home',
    sameXmrig: false,
    isShort: true,
  },
  {
    id: 'two-stacks-one-goes',
    fault: 'Another stack than the one that is mined at is switched off',
    stacks: { ...ONE, spare: SPARE },
    act: async ({ rig, stack }) => {
      await stack('spare').kill();
      stack('spare').silence();
      await seconds(20);
      expect(rig.console.snapshot.stage).toBe('mining');
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
  {
    id: 'asked-to-look-again',
    fault: 'A person has the network searched again ten times while the rig mines',
    stacks: ONE,
    act: async ({ rig }) => {
      for (let times = 0; times < 10; times += 1) {
        rig.console.intent({ intent: 'lookAgain' });
        await seconds(1);
      }
    },
    isDrawnOut: true,
    said: null,
    again: 'home',
    sameXmrig: true,
  },
];
