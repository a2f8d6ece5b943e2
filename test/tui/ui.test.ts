import { describe, expect, it } from 'vitest';
import type { Intent } from '../../headless/intent.ts';
import type { Snapshot } from '../../headless/snapshot.ts';
import type { Press } from '../../tui/keys.ts';
import { isTyped, selectedRow, TYPE_ROW } from '../../tui/stack-list.ts';
import { SCREENS } from '../../tui/stage.ts';
import { follow, followLog, press, START, screenOf, type Ui } from '../../tui/ui.ts';
import { HELD, NO_STACK, OLD, PITHEAD, PROXY, SYNCING, stack } from './snapshots.ts';

/** On a laptop there is no stick to remember anything on. */
const NO_STICK: Snapshot = { ...HELD, mode: 'laptop' };
const STACKS: Ui = { ...START, home: 'stacks' };

/** The keys as a string: `v` down, `^` up, `!` Enter, `<` Backspace, `~` Esc, `(` left, `)` right, else the character itself. */
function type(keys: string, snapshot: Snapshot, ui: Ui = STACKS): { ui: Ui; intents: Intent[] } {
  const names: Record<string, Press> = {
    v: { name: 'down' },
    '^': { name: 'up' },
    '!': { name: 'enter' },
    '<': { name: 'backspace' },
    '(': { name: 'left' },
    ')': { name: 'right' },
    '~': { name: 'escape' },
  };
  return [...keys].reduce(
    (state, key) => {
      const next = press(state.ui, names[key] ?? { name: 'character', text: key }, snapshot);
      return { ui: next.ui, intents: [...state.intents, ...next.intents] };
    },
    { ui, intents: [] as Intent[] },
  );
}

describe('the stacks screen', () => {
  it('offers the rig’s own target first', () => {
    expect(selectedRow(START, HELD)).toBe(PITHEAD.id);
    expect(type('!', NO_STICK).intents).toEqual([{ intent: 'choose', stackId: PITHEAD.id, password: null }]);
  });

  it('keeps the chosen stack when the list changes its order, and lets go of one that is gone', () => {
    const { ui } = type('vv', HELD);
    expect(selectedRow(ui, { ...HELD, stacks: [SYNCING, PITHEAD, PROXY] })).toBe(SYNCING.id);
    expect(selectedRow(ui, { ...HELD, stacks: [PITHEAD] })).toBe(PITHEAD.id);
  });

  it('keeps its row from the first key on, even where the rig would now go elsewhere', () => {
    const later: Snapshot = {
      ...HELD,
      stacks: [stack({ name: 'a.local' }), ...HELD.stacks.toReversed()],
      target: HELD.target && { ...HELD.target, stackId: 'a.local:3333', host: 'a.local' },
    };
    expect(selectedRow(STACKS, later)).toBe('a.local:3333');
    const { ui } = type('2', HELD, { ...START, home: 'mining' });
    expect(selectedRow(ui, later)).toBe(PITHEAD.id);
    expect(type('!', { ...later, mode: 'laptop' }, ui).intents).toMatchObject([{ stackId: PITHEAD.id }]);
  });

  it('moves by one row of the list as it is now', () => {
    const { ui } = type('v', HELD);
    const later = { ...HELD, stacks: [SYNCING, PROXY, PITHEAD] };
    expect(selectedRow(type('v', later, ui).ui, later)).toBe(PITHEAD.id);
    expect(selectedRow(type('^', later, ui).ui, later)).toBe(SYNCING.id);
  });

  it('keeps no row of a stack list without stacks', () => {
    const { ui } = type('2', NO_STACK);
    expect(selectedRow(ui, NO_STACK)).toBe(TYPE_ROW);
    expect(selectedRow(ui, HELD)).toBe(PITHEAD.id);
  });

  it('shows where it mines when the rig has moved on by itself', () => {
    const { ui } = type('v', HELD);
    expect(selectedRow(follow({ ...ui, home: 'stacks' }, OLD), OLD)).toBe(PITHEAD.id);
  });

  it('stops at both ends of the list', () => {
    expect(selectedRow(type('^^', HELD).ui, HELD)).toBe(PITHEAD.id);
    expect(selectedRow(type('vvvvvvv', HELD).ui, HELD)).toBe(TYPE_ROW);
  });

  it('asks for the password where the stack wants one', () => {
    const { ui, intents } = type('v!sex<cret!', NO_STICK);
    expect(intents).toEqual([{ intent: 'choose', stackId: PROXY.id, password: 'secret' }]);
    expect(ui.prompt).toBeNull();
  });

  it('does not send an empty password or address', () => {
    expect(type('v!!!', HELD).intents).toEqual([]);
    expect(type('a!!', HELD).intents).toEqual([]);
  });

  it('takes digits and letters as text while a line is typed', () => {
    expect(type('a10.0.0.2:3!', NO_STICK).intents).toEqual([
      { intent: 'type', address: '10.0.0.2:3', password: null },
    ]);
  });

  it('keeps a bad address in its line, with what is wrong with it', () => {
    const bad = type('ahello world!', NO_STICK);
    expect(bad.intents).toEqual([]);
    expect(bad.ui.prompt).toMatchObject({ text: 'hello world', error: expect.stringContaining('no spaces') });
    expect(type('ahost:99999!', NO_STICK).ui.prompt).toMatchObject({
      error: expect.stringContaining('port "99999"'),
    });
    expect(type(`${'<'.repeat(6)}!`, NO_STICK, bad.ui)).toMatchObject({
      ui: { prompt: null },
      intents: [{ intent: 'type', address: 'hello', password: null }],
    });
    expect(type('~', NO_STICK, bad.ui).ui.prompt).toBeNull();
  });

  it('opens the address line with Enter when there is nothing to choose', () => {
    expect(type('!', NO_STACK).ui.prompt).toEqual({ kind: 'address', text: '', error: null });
  });

  it('goes back to following the rig when the choice is made', () => {
    const { ui } = type('2', OLD, { ...START, home: 'mining' });
    expect(screenOf(ui)).toBe('stacks');
    expect(screenOf(type('!!', OLD, ui).ui)).toBe('mining');
  });

  it('looks again', () => {
    expect(type('l', HELD).intents).toEqual([{ intent: 'lookAgain' }]);
    expect(type('l', OLD).ui).toMatchObject({ looking: true, chosen: 'stacks' });
    expect(type('lv', OLD).ui.looking).toBe(false);
  });

  it('drops the line on Esc', () => {
    expect(type('aabc~', HELD).ui.prompt).toBeNull();
  });
});

describe('a choice while the rig mines', () => {
  const MINING: Ui = { ...START, home: 'mining', chosen: 'stacks' };
  const NOT_READY = { intent: 'choose', stackId: SYNCING.id, password: null };

  it('of a stack that is not ready leaves the working one only after a question', () => {
    expect(type('vv!!', OLD, MINING)).toMatchObject({ intents: [], ui: { prompt: null } });
    expect(type('vv!v~', OLD, MINING)).toMatchObject({ intents: [], ui: { prompt: null } });
    expect(type('vv!v!!', OLD, MINING).intents).toEqual([{ ...NOT_READY, remember: false }]);
  });

  it('is asked nothing where nothing is left that works', () => {
    const lost: Snapshot = { ...OLD, mode: 'laptop', stage: 'repairing' };
    expect(type('vv!', lost, MINING).intents).toEqual([NOT_READY]);
    expect(type('vv!', NO_STICK).intents).toEqual([NOT_READY]);
    expect(type('!', { ...OLD, mode: 'laptop' }, MINING).intents).toMatchObject([{ stackId: PITHEAD.id }]);
  });
});

describe('after an address was typed', () => {
  const typed = stack({
    name: 'host9',
    id: 'host9:3333',
    host: 'host9',
    found: 'typed',
    status: 'needsPassword',
  });

  it('the password is asked for at once, and only once', () => {
    const { ui } = type('aHost9:3333!', NO_STICK);
    const asked = follow(ui, { ...HELD, stacks: [...HELD.stacks, typed] });
    expect(asked.prompt).toMatchObject({ kind: 'password', stackId: 'host9:3333' });
    const given = type('pw!', { ...NO_STICK, stacks: [...HELD.stacks, typed] }, asked);
    expect(given.intents).toEqual([{ intent: 'choose', stackId: 'host9:3333', password: 'pw' }]);
    expect(follow(given.ui, { ...HELD, stacks: [typed] }).prompt).toBeNull();
  });

  it.each(['stratum+ssl://HOST9:3333', 'host9', 'host9.'])('%s leads to the same stack', (address) => {
    expect(isTyped(typed, address)).toBe(true);
  });

  it.each(['host9:4444', 'host8', 'no address'])('%s does not', (address) => {
    expect(isTyped(typed, address)).toBe(false);
  });
});

describe('the stick', () => {
  const choice = { intent: 'choose', stackId: PITHEAD.id, password: null };

  it('remembers nothing unless a person says so', () => {
    expect(type('!', HELD).intents).toEqual([]);
    expect(type('!!', HELD).intents).toEqual([{ ...choice, remember: false }]);
    expect(type('!v!', HELD).intents).toEqual([{ ...choice, remember: true }]);
    expect(type('!v^!', HELD).intents).toEqual([{ ...choice, remember: false }]);
  });

  it('remembers a stack with its password', () => {
    expect(type('v!secret!v!', HELD).intents).toEqual([
      { intent: 'choose', stackId: PROXY.id, password: 'secret', remember: true },
    ]);
  });

  it('is asked about once, when the typed address turns out to want a password', () => {
    const typed = stack({ name: 'h', id: 'h:3333', host: 'h', found: 'typed', status: 'needsPassword' });
    const { ui, intents } = type('ah!v!', HELD);
    expect(intents).toEqual([{ intent: 'type', address: 'h', password: null, remember: true }]);
    const later = { ...HELD, stacks: [typed] };
    expect(type('pw!', later, follow(ui, later)).intents).toEqual([
      { intent: 'choose', stackId: 'h:3333', password: 'pw', remember: true },
    ]);
  });

  it('is not offered when it is out', () => {
    expect(type('!', { ...HELD, stick: { present: false, removable: true } }).intents).toEqual([choice]);
  });

  it('is not written to after Esc, or after going to another screen', () => {
    expect(type('!v~', HELD).ui.prompt).toBeNull();
    const away = type('!v8', HELD);
    expect(away.intents).toEqual([]);
    expect(screenOf(away.ui)).toBe('help');
  });
});

describe('the power screen', () => {
  const POWER: Ui = { ...START, home: 'mining', chosen: 'power' };

  it.each([
    ['!v!', OLD, 'pause'],
    ['!v!', { ...OLD, paused: true }, 'resume'],
    ['v!v!', OLD, 'reboot'],
    ['vv!v!', OLD, 'powerOff'],
  ] as const)('%j asks first, then sends the intent', (keys, snapshot, intent) => {
    expect(type(keys.slice(0, -1), snapshot, POWER).intents).toEqual([]);
    expect(type(keys, snapshot, POWER).intents).toEqual([{ intent }]);
  });

  it('does nothing on Enter alone, however often', () => {
    expect(type('!!!!', OLD, POWER).intents).toEqual([]);
  });

  it('does not offer what cannot be done', () => {
    expect(type('!v!', HELD, { ...POWER, home: 'stacks' }).intents).toEqual([]);
    expect(type('v!v!', { ...OLD, mode: 'laptop' }, POWER).intents).toEqual([]);
  });

  it('knows afterwards why the engine goes', () => {
    expect(type('vv!v!', OLD, POWER).ui.leaving).toBe('powerOff');
    expect(type('!v!', OLD, POWER).ui.leaving).toBeNull();
  });
});

describe('the log', () => {
  const LOG: Ui = { ...START, home: 'mining', chosen: 'log' };

  it('goes back in time with Up, and stays on what is read while new lines come', () => {
    expect(followLog(LOG, 3, 100).scroll).toBe(0);
    const { ui } = type('^^', OLD, LOG);
    expect(ui.scroll).toBe(2);
    expect(followLog(ui, 3, 100).scroll).toBe(5);
    expect(followLog(ui, 300, 100).scroll).toBe(100);
    expect(type('vvvv', OLD, ui).ui.scroll).toBe(0);
  });
});

describe('the screen', () => {
  it('is reached by digits, and by Left and Right all the way round', () => {
    const mining: Ui = { ...START, home: 'mining' };
    const byDigits = [...'12345678'].map((digit) => screenOf(type(digit, OLD, mining).ui));
    expect(byDigits).toEqual(SCREENS);
    const byArrows = SCREENS.map((_, index) => screenOf(type(')'.repeat(index), OLD, mining).ui));
    expect(byArrows).toEqual(SCREENS);
    expect(screenOf(type(')'.repeat(8), OLD, mining).ui)).toBe('mining');
    expect(screenOf(type('(', OLD, mining).ui)).toBe('help');
  });

  it('follows the rig', () => {
    expect(screenOf(follow(START, HELD))).toBe('stacks');
    expect(screenOf(follow(follow(START, HELD), OLD))).toBe('mining');
  });

  it('stays where a person put it until the rig moves on', () => {
    const help = type('8', HELD, follow(START, HELD)).ui;
    expect(screenOf(follow(help, HELD))).toBe('help');
    expect(screenOf(follow(help, OLD))).toBe('mining');
    expect(screenOf(type('~', HELD, help).ui)).toBe('stacks');
  });

  it('never takes away a line being typed', () => {
    const typing = type('aabc', HELD).ui;
    expect(screenOf(follow(typing, OLD))).toBe('stacks');
    expect(follow(typing, OLD).prompt).toMatchObject({ kind: 'address', text: 'abc' });
  });
});
