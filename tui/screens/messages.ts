import type { Message, Snapshot } from '../../headless/snapshot.ts';
import { fallsShort, KNOBS } from '../knobs.ts';
import { BLANK, type Line, plain, wrap } from '../line.ts';
import { messageLines, sorted } from '../widgets/messages.ts';
import { scrolled } from '../widgets/scrolled.ts';

/** Every message in full, and below them what checks, tuning and stacks have to say of this rig. */
export function messagesScreen(snapshot: Snapshot, scroll: number, width: number, rows: number): Line[] {
  const found = findings(snapshot);
  const sections = [
    messageSection(sorted(snapshot.messages), width),
    found.length > 0 ? [[plain('Found on this rig')], ...messageSection(sorted(found), width)] : [],
  ].filter((lines) => lines.length > 0);
  if (sections.length === 0) {
    return wrap(nothing(snapshot), width, 3).map((text): Line => [plain(text)]);
  }
  const lines = sections.flatMap((section, index) => (index > 0 ? [BLANK, ...section] : section));
  return scrolled(lines, scroll, rows);
}

function messageSection(messages: readonly Message[], width: number): Line[] {
  return messages.flatMap((message) => messageLines(message, width, 8));
}

/** What is short of perfect elsewhere on the screens, so that nobody has to look for it; said once. */
function findings({ checks, tuning, stacks, messages }: Snapshot): Message[] {
  const said = new Set(messages.map(({ where }) => where.toLowerCase()));
  const all: Message[] = [
    ...checks
      .filter(({ status }) => status === 'warning' || status === 'failed')
      .map(
        ({ label, status, value, why }): Message => ({
          level: status === 'failed' ? 'error' : 'warning',
          where: label,
          text: why ? `${value}. ${why}` : value,
        }),
      ),
    ...tuning.filter(fallsShort).map(
      ({ knob, effective, why }): Message => ({
        level: 'warning',
        where: KNOBS[knob],
        text: why ? `${effective}. ${why}` : effective,
      }),
    ),
    ...stacks.flatMap(({ name, problem, status }): Message[] => {
      const cure = status === 'needsPassword' ? '; type it at 2 Stacks' : '';
      return problem ? [{ level: 'info', where: name, text: problem + cure }] : [];
    }),
  ];
  return all.filter(({ where }) => !said.has(where.toLowerCase()));
}

function nothing({ stage }: Snapshot): string {
  return stage === 'checking' || stage === 'tuning'
    ? 'No messages so far: this computer is still being checked.'
    : 'No messages: checks, tuning and stacks found no problems. The line above says what the rig is doing.';
}
