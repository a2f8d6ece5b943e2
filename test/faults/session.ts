/** What the engine remembers over its own restarts, lost or wrong, and what a person has asked for meanwhile. */
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Fault } from './fault.ts';
import { BY_ADDRESS, killEngine, ONE, seconds, TWO, until } from './plans.ts';

const SESSION = 'session.json';

export const SESSION_FAULTS: Omit<Fault, 'subject'>[] = [
  ...lostSessions(),
  {
    id: 'session-and-order-lost',
    fault: 'All that the engine keeps of its session is lost, and the engine is killed',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      rmSync(rig.file(SESSION));
      rmSync(rig.file('order.json'));
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: false,
  },
  {
    id: 'session-elsewhere',
    fault: 'The session names a place where XMRig is not, and the engine is killed',
    stacks: ONE,
    rig: { cmdline: 'rigforge.wait=0' },
    act: async ({ rig }) => {
      const text = await readFile(rig.file(SESSION), 'utf8');
      const lie = text.replaceAll('pithead.local', 'elsewhere.local').replaceAll('10.77.0.5', '10.77.0.66');
      writeFileSync(rig.file(SESSION), lie);
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: true,
    check: ({ rig }) => expect(rig.console.snapshot.doing).toBe('Mining at pithead.local:3333'),
  },
  {
    id: 'choice-on-its-way',
    fault: 'A person chooses another stack, and the engine is killed half a second later',
    stacks: TWO,
    act: async ({ rig }) => {
      rig.console.intent({ intent: 'choose', stackId: 'p2pool.local:3333', password: null });
      await seconds(0.5);
      await killEngine(rig);
    },
    said: null,
    again: 'spare',
    sameXmrig: false,
  },
  {
    id: 'unknown-name-chosen',
    fault: 'A person types a name that nobody has, and the engine is killed a second later',
    stacks: TWO,
    act: async ({ rig }) => {
      rig.console.intent({ intent: 'type', address: 'nosuch', password: null });
      await seconds(1);
      await killEngine(rig);
    },
    said: /nosuch:3333.*no device on this network answers to nosuch; is it right/,
    cure: ({ rig }) => rig.console.intent({ intent: 'choose', stackId: 'p2pool.local:3333', password: null }),
    again: 'spare',
    sameXmrig: false,
    hand: "yes: the name that was typed is wrong, and stays a person's choice",
  },
  {
    id: 'paused-and-killed',
    fault: 'The engine is killed during a pause; it stays paused until mining is resumed',
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      rig.console.intent({ intent: 'pause' });
      await until('XMRig is stopped', () => rig.xmrig.pid === null);
      await killEngine(rig);
    },
    said: /Paused; mining resumes automatically/,
    lasts: 5,
    cure: async ({ rig }) => {
      expect(rig.xmrig.pid).toBeNull();
      rig.console.intent({ intent: 'resume' });
    },
    again: 'home',
    sameXmrig: false,
  },
];

/** What becomes of the session, each a fault of its own. */
function lostSessions(): Omit<Fault, 'subject'>[] {
  const forms = {
    'is cut in half': async (file: string) => {
      const text = await readFile(file, 'utf8');
      writeFileSync(file, text.slice(0, text.length / 2));
    },
    'is empty': (file: string) => writeFileSync(file, ''),
    'is binary': (file: string) => writeFileSync(file, Buffer.from([0, 255, 1, 254])),
    'is gone': (file: string) => rmSync(file),
  };
  return Object.entries(forms).map(([how, lose]) => ({
    id: `session-${how.split(' ')[1]}`,
    fault: `The engine's session ${how}, and the engine is killed`,
    stacks: ONE,
    rig: BY_ADDRESS,
    act: async ({ rig }) => {
      await lose(rig.file(SESSION));
      await killEngine(rig);
    },
    said: null,
    again: 'home',
    sameXmrig: true,
  }));
}
