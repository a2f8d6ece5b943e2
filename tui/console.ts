import type { Intent } from '../headless/snapshot.ts';
import { type FrameOptions, frame, type Size } from './frame.ts';
import { createKeyGate, mayRepeat, type Press } from './keys.ts';
import { type Line, sameLines } from './line.ts';
import { createPacer } from './pace.ts';
import { followEngine } from './snapshot-client.ts';
import { follow, press, START, type Ui } from './ui.ts';

export type ConsoleOptions = {
  socket: string;
  serial: boolean;
  ascii: boolean;
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

/** Milliseconds between two redraws that nobody asked for by a key. */
const PACE_MS = 500;
const MINING_PACE_MS = 2000;
/** While mining, when nobody pressed a key for `QUIET_MS`: the redraws are most of what this program costs. */
const QUIET_PACE_MS = 5000;
const QUIET_MS = 60_000;
/** For this long after a key the faster pace holds, so that the answer to it is seen. */
const ANSWER_MS = 3000;
/** A person's presses are told to the engine no more often than this. */
const TOUCH_MS = 1000;

export function openConsole(options: ConsoleOptions): Console {
  const gate = createKeyGate(options);
  const listeners = new Set<() => void>();
  let ui: Ui = START;
  // As if a key had been pressed a little before, so that a fresh window is lively but not hurried.
  let lastKey = performance.now() - ANSWER_MS;
  let lastTouch = Number.NEGATIVE_INFINITY;

  const engine = followEngine(options.socket, (kind) =>
    kind === 'connection' ? pacer.now() : pacer.request(),
  );
  const pacer = createPacer(update, pace);
  let lines = compose();

  function compose(): readonly Line[] {
    const view = engine.read();
    if (view.snapshot) {
      ui = follow(ui, view.snapshot);
    }
    const { ascii, quitKey } = options;
    const look: FrameOptions = { ascii, quitKey, awake: gate.isAwake(performance.now()) };
    return frame(view, ui, options.size(), look);
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
    const sinceKey = performance.now() - lastKey;
    if (engine.peek()?.stage !== 'mining' || sinceKey < ANSWER_MS) {
      return PACE_MS;
    }
    return sinceKey < QUIET_MS ? MINING_PACE_MS : QUIET_PACE_MS;
  }

  function touch(now: number): void {
    if (now - lastTouch >= TOUCH_MS) {
      lastTouch = now;
      engine.send({ intent: 'touch' });
    }
  }

  function pressOne(key: Press, now: number): void {
    const verdict = gate.judge(key, now);
    if (verdict === 'wake') {
      touch(now);
      options.onRepaint();
    }
    const acts = verdict === 'press' || (verdict === 'repeat' && mayRepeat(key, ui.prompt !== null));
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
    } else {
      act(key).forEach(engine.send);
    }
  }

  function quits(key: Press): boolean {
    return options.quitKey && !ui.prompt && key.name === 'character' && key.text.toLowerCase() === 'q';
  }

  function act(key: Press): Intent[] {
    const snapshot = engine.peek();
    if (!snapshot) {
      return [];
    }
    const before = ui;
    const next = press(ui, key, snapshot);
    ui = next.ui;
    // Scrolling past the end would have to be scrolled back unseen.
    if (next.ui.scroll > before.scroll && sameLines(compose(), lines)) {
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
      for (const key of presses) {
        if (key.name === 'interrupt' && options.quitKey) {
          options.onQuit();
        } else {
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
