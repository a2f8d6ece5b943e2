import { describe, expect, it } from 'vitest';
import { createKeyGate, type Press, toPresses } from '../../tui/keys.ts';

const DOWN: Press = { name: 'down' };
const ENTER: Press = { name: 'enter' };
const letter = (text: string): Press => ({ name: 'character', text });

describe('the key gate', () => {
  it('ignores what was typed before the screen stood', () => {
    const gate = createKeyGate({ serial: false });
    expect(gate.judge(ENTER, 0)).toBe('ignored');
    gate.screenStands(100);
    expect(gate.judge(ENTER, 110)).toBe('ignored');
    expect(gate.judge(DOWN, 700)).toBe('press');
  });

  it('takes a key held down for one press, even one held since the boot', () => {
    const gate = createKeyGate({ serial: false });
    gate.screenStands(0);
    for (let now = 0; now < 3000; now += 33) {
      expect(gate.judge(ENTER, now)).toBe(now < 500 ? 'ignored' : 'repeat');
    }
    expect(gate.judge(DOWN, 3010)).toBe('press');
    expect(gate.judge(DOWN, 3050)).toBe('repeat');
    expect(gate.judge(DOWN, 4000)).toBe('press');
  });

  it('wants Enter first on a serial line, and again after two silent minutes', () => {
    const gate = createKeyGate({ serial: true });
    gate.screenStands(0);
    expect(gate.judge(letter('x'), 1000)).toBe('ignored');
    expect(gate.isAwake(1000)).toBe(false);
    expect(gate.judge(ENTER, 2000)).toBe('wake');
    expect(gate.judge(DOWN, 3000)).toBe('press');
    expect(gate.judge(DOWN, 100_000)).toBe('press');
    expect(gate.judge(DOWN, 230_000)).toBe('ignored');
    expect(gate.judge(ENTER, 231_000)).toBe('wake');
  });
});

describe('the presses in a piece of input', () => {
  const noKey = {
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
    return: false,
    escape: false,
    ctrl: false,
    shift: false,
    tab: false,
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  };

  it('are one for each character, Enter among them', () => {
    expect(toPresses('ab\r\n', noKey)).toEqual([letter('a'), letter('b'), ENTER, ENTER]);
  });

  it('are Backspace in all its forms', () => {
    const backspace = [{ name: 'backspace' }];
    expect(toPresses('', { ...noKey, backspace: true })).toEqual(backspace);
    expect(toPresses('', { ...noKey, delete: true })).toEqual(backspace);
    expect(toPresses('\x7f', noKey)).toEqual(backspace);
    expect(toPresses('\b', noKey)).toEqual(backspace);
  });

  it('have no control characters in what is typed', () => {
    expect(toPresses('a\x00\x1b', noKey)).toEqual([letter('a'), { name: 'other' }, { name: 'other' }]);
  });
});
