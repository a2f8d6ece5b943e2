/** The last lines of the engine's log and of XMRig's, for windows. */
import type { LogLine } from '../snapshot.ts';
import { cleanText, MAX_TEXT } from '../text.ts';

const KEPT_LINES = 300;
const SEND_EVERY_MS = 1_000;
/** XMRig's own date before each line; ours counts from power-on, like everything else on the screens. */
const XMRIG_DATE = /^\[\d{4}-\d\d-\d\d [\d:.]+\]\s*/;

export interface LogFeed {
  /** `seconds` since the kernel started; null means now. */
  add(from: LogLine['from'], text: string, seconds?: number | null): void;
  /** What was sent so far, oldest first: a window that opens now gets these, and later ones with everybody else. */
  sent(): readonly LogLine[];
}

/** Gathers lines and hands them to `send` at most once a second. `clock` gives milliseconds since the kernel started. */
export function createLogFeed(options: { clock(): number; send(lines: LogLine[]): void }): LogFeed {
  let kept: LogLine[] = [];
  let waiting: LogLine[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    // The journal brings older lines late.
    const lines = waiting.slice(-KEPT_LINES).sort((a, b) => a.seconds - b.seconds);
    waiting = [];
    kept = [...kept, ...lines].slice(-KEPT_LINES);
    options.send(lines);
  };
  return {
    add(from, raw, seconds = null) {
      const text = cleanText(raw.replace(XMRIG_DATE, ''), MAX_TEXT);
      if (text === '') return;
      waiting.push({ seconds: Math.round((seconds ?? options.clock() / 1000) * 10) / 10, from, text });
      if (waiting.length > 2 * KEPT_LINES) waiting = waiting.slice(-KEPT_LINES);
      if (timer === null) timer = setTimeout(flush, SEND_EVERY_MS).unref();
    },
    sent: () => kept,
  };
}
