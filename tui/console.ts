import type { Intent } from '../headless/intent.ts';
import { frame, isShort } from './frame.ts';
import { createKeyGate, mayRepeat, type Press } from './keys.ts';
import { type Line, sameLines } from './line.ts';
import { ANSWER_MS, createPacer, mayDim, paceMs } from './pace.ts';
import { isTyping } from './prompt.ts';
import type { Size } from './size.ts';
import { followEngine } from './snapshot-client.ts';
import { follow, followLog, keepRow, press, START, type Ui } from './ui.ts';

export type ConsoleOptions = {
  socket: string;
  /** A serial line: ASCII alone, and no key counts before Enter. */
  serial: boolean;
  quitKey: boolean;
  size: () => Size;
  /** The window should be drawn from scratch. */
  onRepaint: () => void;
  onQuit: () => void;
};

/** One window on the rig: the engine's snapshots and a person's keys in, lines to draw out. */
export type Console = {
  /** The lines of the newest frame; the same array as long as nothing visible changed. */
  lines(): readonly Line[];
  subscribe(listener: () => void): () => void;
  press(presses: readonly Press[]): void;
  screenStands(): void;
  resized(): void;
  close(): void;
};

/** Rows that Page Up and Page Down move. */
const PAGE = 10;
/** A person's presses are told to the engine no more often than this. */
const TOUCH_MS = 1000;

export function openConsole(options: ConsoleOptions): Console {
  const gate = createKeyGate(options);
  const listeners = new Set<() => void>();
  let ui: Ui = START;
  // As if a key had been pressed a little before, so that a fresh window is lively but not hurried.
  let lastKey = performance.now() - ANSWER_MS;
  let lastTouch = Number.NEGATIVE_INFINITY;

  const engine = followEngine(options.socket, (kind) => {
    if (kind === 'connection') {
      ui = engine.peek() ? { ...ui, leaving: null } : ui;
      pacer.now();
    } else {
      pacer.request();
    }
  });
  const pacer = createPacer(update, pace);
  let logged = 0;
  let lines = compose();

  function compose(): readonly Line[] {
    const view = engine.read();
    if (view.snapshot) {
      ui = follow(ui, view.snapshot);
    }
    const { serial, quitKey } = options;
    const now = performance.now();
    ui = followLog(ui, view.logged - logged, view.log.length);
    logged = view.logged;
    return frame(view, ui, options.size(), {
      ascii: serial,
      quitKey,
      awake: gate.isAwake(now),
      dimmed: isDimmed(now),
    });
  }

  // A serial line sleeps in its own way.
  function isDimmed(now: number): boolean {
    return !options.serial && mayDim(engine.peek(), now - lastKey);
  }

  function update(): void {
    const next = compose();
    if (!sameLines(next, lines)) {
      lines = next;
      for (const listener of listeners) {
        listener();
      }
    }
  }

  function pace(): number {
    return paceMs(engine.peek(), performance.now() - lastKey);
  }

  function touch(now: number): void {
    // A window too small to show a choice cannot hold one.
    if (now - lastTouch >= TOUCH_MS && !isShort(options.size())) {
      lastTouch = now;
      engine.send({ intent: 'touch' });
    }
  }

  function pressOne(key: Press, now: number): void {
    const verdict = gate.judge(key, now);
    if (verdict === 'wake') {
      touch(now);
      const snapshot = engine.peek();
      ui = snapshot ? keepRow(ui, snapshot) : ui;
      options.onRepaint();
    }
    const acts = verdict === 'press' || (verdict === 'repeat' && mayRepeat(key, isTyping(ui.prompt)));
    if (!acts) {
      return;
    }
    if (verdict === 'press') {
      touch(now);
    }
    if (key.name === 'redraw') {
      options.onRepaint();
    } else if (quits(key)) {
      options.onQuit();
    } else if (!isShort(options.size())) {
      act(key).forEach(engine.send);
    }
  }

  function quits(key: Press): boolean {
    return (
      options.quitKey && !isTyping(ui.prompt) && key.name === 'character' && key.text.toLowerCase() === 'q'
    );
  }

  function act(key: Press): Intent[] {
    const snapshot = engine.peek();
    if (!snapshot) {
      return [];
    }
    if (key.name === 'pageUp' || key.name === 'pageDown') {
      const step: Press = { name: key.name === 'pageUp' ? 'up' : 'down' };
      return Array.from({ length: PAGE }, () => step).flatMap(act);
    }
    const before = ui;
    const shown = compose();
    const next = press(ui, key, snapshot);
    ui = next.ui;
    // Scrolling past the end would have to be scrolled back unseen.
    if (next.ui.scroll > before.scroll && sameLines(compose(), shown)) {
      ui = before;
    }
    return next.intents;
  }

  return {
    lines: () => lines,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(presses) {
      const now = performance.now();
      const wakes = isDimmed(now);
      for (const key of presses) {
        if (key.name === 'interrupt' && options.quitKey) {
          options.onQuit();
        } else if (!wakes) {
          pressOne(key, now);
        }
      }
      lastKey = now;
      pacer.now();
    },
    screenStands: () => gate.screenStands(performance.now()),
    resized: () => pacer.now(),
    close() {
      pacer.stop();
      engine.close();
    },
  };
}
