import { describe, expect, it } from 'vitest';
import type { Intent, Snapshot } from '../../headless/snapshot.ts';
import type { Press } from '../../tui/keys.ts';
import { follow, press, START, screenOf, selectedRow, TYPE_ROW, type Ui } from '../../tui/ui.ts';
import { HELD, NO_STACK, OLD, PITHEAD, PROXY, SYNCING, stack } from './snapshots.ts';

const STACKS: Ui = { ...START, home: 'stacks' };

/** The keys as a string: `v` down, `^` up, `!` Enter, `<` Backspace, `~` Esc, else the character itself. */
function type(keys: string, snapshot: Snapshot, ui: Ui = STACKS): { ui: Ui; intents: Intent[] } {
  const names: Record<string, Press> = {
    v: { name: 'down' },
    '^': { name: 'up' },
    '!': { name: 'enter' },
    '<': { name: 'backspace' },
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
    expect(type('!', HELD).intents).toEqual([{ intent: 'choose', stackId: PITHEAD.id, password: null }]);
  });

  it('keeps the chosen stack when the list changes its order, and lets go of one that is gone', () => {
    const { ui } = type('vv', HELD);
    expect(selectedRow(ui, { ...HELD, stacks: [SYNCING, PITHEAD, PROXY] })).toBe(SYNCING.id);
    expect(selectedRow(ui, { ...HELD, stacks: [PITHEAD] })).toBe(PITHEAD.id);
  });

  it('stops at both ends of the list', () => {
    expect(selectedRow(type('^^', HELD).ui, HELD)).toBe(PITHEAD.id);
    expect(selectedRow(type('vvvvvvv', HELD).ui, HELD)).toBe(TYPE_ROW);
  });

  it('asks for the password where the stack wants one', () => {
    const { ui, intents } = type('v!sex<cret!', HELD);
    expect(intents).toEqual([{ intent: 'choose', stackId: PROXY.id, password: 'secret' }]);
    expect(ui.prompt).toBeNull();
  });

  it('does not send an empty password or address', () => {
    expect(type('v!!!', HELD).intents).toEqual([]);
    expect(type('a!!', HELD).intents).toEqual([]);
  });

  it('takes digits and letters as text while a line is typed', () => {
    expect(type('a10.0.0.2:3!', HELD).intents).toEqual([
      { intent: 'type', address: '10.0.0.2:3', password: null },
    ]);
  });

  it('opens the address line with Enter when there is nothing to choose', () => {
    expect(type('!', NO_STACK).ui.prompt).toEqual({ kind: 'address', text: '' });
  });

  it('looks again', () => {
    expect(type('l', HELD).intents).toEqual([{ intent: 'lookAgain' }]);
  });

  it('drops the line on Esc', () => {
    expect(type('aabc~', HELD).ui.prompt).toBeNull();
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
    const { ui } = type('aHost9:3333!', HELD);
    const asked = follow(ui, { ...HELD, stacks: [...HELD.stacks, typed] });
    expect(asked.prompt).toMatchObject({ kind: 'password', stackId: 'host9:3333' });
    const given = type('pw!', { ...HELD, stacks: [...HELD.stacks, typed] }, asked);
    expect(given.intents).toEqual([{ intent: 'choose', stackId: 'host9:3333', password: 'pw' }]);
    expect(follow(given.ui, { ...HELD, stacks: [typed] }).prompt).toBeNull();
  });
});

describe('the screen', () => {
  it('follows the rig', () => {
    expect(screenOf(follow(START, HELD))).toBe('stacks');
    expect(screenOf(follow(follow(START, HELD), OLD))).toBe('mining');
  });

  it('stays where a person put it until the rig moves on', () => {
    const help = type('5', HELD, follow(START, HELD)).ui;
    expect(screenOf(follow(help, HELD))).toBe('help');
    expect(screenOf(follow(help, OLD))).toBe('mining');
    expect(screenOf(type('~', HELD, help).ui)).toBe('stacks');
  });

  it('never takes away a line being typed', () => {
    const typing = type('aabc', HELD).ui;
    expect(screenOf(follow(typing, OLD))).toBe('stacks');
    expect(follow(typing, OLD).prompt?.text).toBe('abc');
  });
});
