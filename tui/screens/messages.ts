import type { Snapshot } from '../../headless/snapshot.ts';
import { type Line, plain } from '../line.ts';
import { messageLines, sorted } from '../widgets/messages.ts';
import { scrolled } from '../widgets/scrolled.ts';

/** Every message in full. */
export function messagesScreen(snapshot: Snapshot, scroll: number, width: number, rows: number): Line[] {
  if (snapshot.messages.length === 0) {
    return [[plain('No messages: nothing needs your attention.')]];
  }
  const lines = sorted(snapshot.messages).flatMap((message) => messageLines(message, width, 8));
  return scrolled(lines, scroll, rows);
}
