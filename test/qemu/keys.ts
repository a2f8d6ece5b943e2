import { z } from 'zod';

/** One thing to do at the keyboard: keys held down together (QEMU's qcode names), or a pause. */
export type KeyPress = { readonly keys: readonly string[] } | { readonly pauseMs: number };

const NAMED: Readonly<Record<string, string>> = {
  enter: 'ret',
  return: 'ret',
  escape: 'esc',
  space: 'spc',
  backspace: 'backspace',
  delete: 'delete',
  tab: 'tab',
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  home: 'home',
  end: 'end',
  pageup: 'pgup',
  pagedown: 'pgdn',
  esc: 'esc',
  ctrl: 'ctrl',
  alt: 'alt',
  shift: 'shift',
  '.': 'dot',
  '-': 'minus',
  '/': 'slash',
  ',': 'comma',
  '=': 'equal',
  ';': 'semicolon',
  "'": 'apostrophe',
  ' ': 'spc',
};

/** Characters of a US keyboard that need Shift, and the key they are on. */
const SHIFTED: Readonly<Record<string, string>> = {
  ':': 'semicolon',
  _: 'minus',
  '?': 'slash',
  '!': '1',
  '@': '2',
  '#': '3',
  '+': 'equal',
};

/** `down,enter,ctrl-c,2s`: comma-separated key names, single characters, chords with `-`, pauses in seconds. */
export const keysSchema = z.string().transform((text, context): KeyPress[] => {
  const presses: KeyPress[] = [];
  for (const word of text.split(',').map((w) => w.trim())) {
    if (word === '') continue;
    const press = keyPress(word);
    if (press !== null) presses.push(press);
    else
      context.addIssue({
        code: 'custom',
        message: `does not know the key "${word}" (try down, enter, a, f1, ctrl-c, 2s)`,
      });
  }
  return presses;
});

/** The keys that write `text` on a US keyboard. Throws on a character that has no key. */
export function typeText(text: string): KeyPress[] {
  return [...text].map((character) => {
    const keys = oneKey(character);
    if (keys === null) throw new Error(`no key for ${JSON.stringify(character)}`);
    return { keys };
  });
}

function keyPress(word: string): KeyPress | null {
  const pause = /^(\d+(?:\.\d+)?)s$/.exec(word);
  if (pause !== null) return { pauseMs: Math.round(Number(pause[1]) * 1000) };
  const whole = oneKey(word);
  if (whole !== null) return { keys: whole };
  const parts = word.split('-').map((part) => oneKey(part));
  return parts.every((p) => p !== null) ? { keys: parts.flat() } : null;
}

function oneKey(name: string): string[] | null {
  const known = NAMED[name.toLowerCase()];
  if (known !== undefined) return [known];
  if (/^([a-z0-9]|f([1-9]|1[0-2]))$/.test(name)) return [name];
  if (/^F([1-9]|1[0-2])$/.test(name)) return [name.toLowerCase()];
  if (/^[A-Z]$/.test(name)) return ['shift', name.toLowerCase()];
  const shifted = SHIFTED[name];
  return shifted === undefined ? null : ['shift', shifted];
}
