import type { Key } from 'ink';

/** One key press as the screens understand it. `other` is a key without a meaning here. */
export type Press =
  | { name: 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' }
  | { name: 'enter' | 'escape' | 'backspace' | 'redraw' | 'interrupt' | 'other' }
  | { name: 'character'; text: string };

/** The presses in one piece of input: fast typing and pastes arrive as one string, with Enter inside it. */
export function toPresses(input: string, key: Key): Press[] {
  if (key.upArrow) return [{ name: 'up' }];
  if (key.downArrow) return [{ name: 'down' }];
  if (key.leftArrow) return [{ name: 'left' }];
  if (key.rightArrow) return [{ name: 'right' }];
  if (key.pageUp) return [{ name: 'pageUp' }];
  if (key.pageDown) return [{ name: 'pageDown' }];
  if (key.return) return [{ name: 'enter' }];
  if (key.escape) return [{ name: 'escape' }];
  // The Linux console sends 0x7f and serial terminals 0x08; some of Ink's versions call the one "delete".
  if (key.backspace || key.delete) return [{ name: 'backspace' }];
  if (key.ctrl) return [{ name: input === 'l' ? 'redraw' : input === 'c' ? 'interrupt' : 'other' }];
  if (key.meta || key.tab || input === '') return [{ name: 'other' }];
  return [...input].map(toPress);
}

function toPress(character: string): Press {
  if (character === '\r' || character === '\n') return { name: 'enter' };
  if (character === '\x7f' || character === '\b') return { name: 'backspace' };
  return /\p{Control}/u.test(character) ? { name: 'other' } : { name: 'character', text: character };
}

/** What to make of a press: nothing, only its effect, its effect as a person's act, or the wake-up of a serial line. */
export type Verdict = 'ignored' | 'repeat' | 'press' | 'wake';

/** The same key again within this time is taken for auto-repeat (Linux: 33 ms, slow BMCs some 200 ms). */
const REPEAT_MS = 350;
/** Input this soon after the first frame was left over from boot: nobody has read the screen yet. */
const SETTLE_MS = 500;
/** A serial line falls asleep after as long as the engine lets a person hold the countdown. */
const AWAKE_MS = 120_000;

export type KeyGate = {
  /** The first frame is on the screen. Until then every key is ignored. */
  screenStands(now: number): void;
  judge(press: Press, now: number): Verdict;
  /** True when keys do something; a serial line wants Enter first. */
  isAwake(now: number): boolean;
};

/** Tells a person's key presses from leftovers of the boot, auto-repeat, and noise on a serial line. Times in ms. */
export function createKeyGate({ serial }: { serial: boolean }): KeyGate {
  let standsSince = Number.POSITIVE_INFINITY;
  let last = { mark: '', at: Number.NEGATIVE_INFINITY };
  let awakeUntil = serial ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isAwake = (now: number) => now < awakeUntil;
  return {
    screenStands(now) {
      standsSince = Math.min(standsSince, now);
    },
    isAwake,
    judge(press, now) {
      const mark = press.name === 'character' ? press.text : press.name;
      const repeated = mark === last.mark && now - last.at < REPEAT_MS;
      last = { mark, at: now };
      if (now - standsSince < SETTLE_MS || standsSince > now) {
        return 'ignored';
      }
      if (repeated) {
        return isAwake(now) ? 'repeat' : 'ignored';
      }
      if (!isAwake(now)) {
        if (press.name !== 'enter') {
          return 'ignored';
        }
        awakeUntil = now + AWAKE_MS;
        return 'wake';
      }
      awakeUntil = serial ? now + AWAKE_MS : awakeUntil;
      return 'press';
    },
  };
}

/** Keys that may repeat while held: moving, and editing in a line being typed. Choosing something must be meant. */
export function mayRepeat(press: Press, typing: boolean): boolean {
  return (
    ['up', 'down', 'pageUp', 'pageDown'].includes(press.name) ||
    (typing && (press.name === 'backspace' || press.name === 'character'))
  );
}
