import type { Message } from '../../headless/snapshot.ts';
import { bad, type Line, plain, type Span, warning, wrap } from '../line.ts';

const ORDER: Record<Message['level'], number> = { error: 0, warning: 1, info: 2 };

/** Worst first, otherwise in the engine's order. */
export function sorted(messages: readonly Message[]): Message[] {
  return messages.toSorted((one, other) => ORDER[one.level] - ORDER[other.level]);
}

/** One message over at most `limit` lines; the level is a word, the colour only repeats it. */
export function messageLines(message: Message, width: number, limit: number): Line[] {
  const text = message.where ? `${message.where}: ${message.text}` : message.text;
  return wrap(text, width - 6, limit).map((line, index) => [
    index === 0 ? levelWord(message.level) : plain('      '),
    plain(line),
  ]);
}

/** As many messages as fit into `room` lines, and what to say of the rest. */
export function messageBlock(
  messages: readonly Message[],
  width: number,
  room: number,
): { lines: Line[]; rest: string } {
  const lines: Line[] = [];
  let shown = 0;
  let isCut = false;
  for (const message of sorted(messages)) {
    const next = messageLines(message, width, ROWS_EACH);
    if (lines.length + next.length > room) {
      break;
    }
    lines.push(...next);
    shown += 1;
    isCut ||= messageLines(message, width, ROWS_EACH + 1).length > ROWS_EACH;
  }
  const hidden = messages.length - shown;
  return { lines, rest: hidden > 0 ? `${hidden} more on 6` : isCut ? 'in full on 6' : '' };
}

/** Lines for one message above the keys; in full it stands on *Messages*. */
const ROWS_EACH = 2;

function levelWord(level: Message['level']): Span {
  switch (level) {
    case 'error':
      return bad('FAIL  ');
    case 'warning':
      return warning('warn  ');
    case 'info':
      return plain('note  ');
  }
}
