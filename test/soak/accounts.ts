/**
 * Shares, counted on both sides. Answers come in the order of the shares of a connection, so what XMRig has heard is the beginning of
 * what the stack has said there; the rest was lost with the connection.
 */
import type { StackEvent } from '../stack/events.ts';

/** A stack's event, and when it was heard, in seconds since the kernel started. */
export interface Heard {
  at: number;
  event: StackEvent;
}

export interface Counts {
  accepted: number;
  rejected: number;
}

/** A share that the stack judged, and whose answer XMRig never had. */
export interface Lost {
  at: number;
  from: string;
  accepted: boolean;
}

export interface Accounts {
  miner: Counts;
  stack: Counts;
  lost: Lost[];
  /** What cannot be explained, a line each. */
  unexplained: string[];
}

interface Session {
  at: number;
  from: string;
  isOver: boolean;
  judged: { at: number; accepted: boolean }[];
  heard: boolean[];
}

/** An answer is noted in the log a moment before or after the login is in the events; XMRig does not come back within so many seconds. */
const LEEWAY_SECONDS = 1.5;

/** `log` is XMRig's journal, with the seconds since the kernel started in front of each line. */
export function account(events: readonly Heard[], log: string): Accounts {
  const unexplained: string[] = [];
  const sessions = sessionsOf(events, unexplained);
  hear(sessions, log, unexplained);
  const lost: Lost[] = [];
  for (const { from, judged, heard, isOver } of sessions) {
    const [extra, missing] = [heard.slice(judged.length), judged.slice(heard.length)];
    if (extra.length > 0) unexplained.push(`${from}: XMRig counted ${extra.length} that the stack did not`);
    if (heard.some((accepted, index) => judged[index] && judged[index].accepted !== accepted))
      unexplained.push(`${from}: not the same answers in the same order`);
    if (!isOver && missing.length > 0)
      unexplained.push(`${from}: ${missing.length} unanswered on a connection that lasts`);
    else lost.push(...missing.map((share) => ({ ...share, from })));
  }
  return {
    miner: counted(sessions.flatMap(({ heard }) => heard)),
    stack: counted(sessions.flatMap(({ judged }) => judged.map(({ accepted }) => accepted))),
    lost,
    unexplained,
  };
}

function sessionsOf(events: readonly Heard[], unexplained: string[]): Session[] {
  const sessions: Session[] = [];
  const find = (from: string) => sessions.findLast((session) => session.from === from);
  const hashes = new Set<string>();
  for (const { at, event } of events) {
    if (event.event === 'listening') {
      // Its program was started anew, or its port opened: nobody was connected before.
      for (const session of sessions) session.isOver = true;
    } else if (event.event === 'login' && event.ok && event.agent.startsWith('XMRig/')) {
      // XMRig has one connection; of the one before the stack need not have heard the end.
      for (const session of sessions) session.isOver = true;
      sessions.push({ at, from: event.from, isOver: false, judged: [], heard: [] });
    } else if (event.event === 'disconnected') {
      const session = find(event.from);
      if (session) session.isOver = true;
    } else if (event.event === 'share') {
      const session = find(event.from);
      if (session) session.judged.push({ at, accepted: event.accepted });
      else unexplained.push(`${event.from}: a share without a login`);
      if (event.accepted && hashes.has(event.hash)) unexplained.push(`${event.hash}: accepted twice`);
      if (event.accepted) hashes.add(event.hash);
    }
  }
  return sessions;
}

/** Puts each answer that XMRig logged to the session that it had then. */
function hear(sessions: readonly Session[], log: string, unexplained: string[]): void {
  let current: Session | null = null;
  for (const { at, text } of linesOf(log)) {
    if (/\bnet\s+use pool /.test(text)) {
      current = sessions.findLast((session) => session.at <= at + LEEWAY_SECONDS) ?? null;
    }
    const [, verdict] = /\bcpu\s+(accepted|rejected) \(\d+\/\d+\) diff /.exec(text) ?? [];
    if (verdict === undefined) continue;
    if (current) current.heard.push(verdict === 'accepted');
    else unexplained.push(`an answer without a connection: ${text}`);
  }
}

export interface LogLine {
  at: number;
  text: string;
}

/** The lines of a journal of the rig. */
export function linesOf(log: string): LogLine[] {
  return log.split('\n').flatMap((line) => {
    const [, at, text = ''] = /^\[ *([\d.]+)\] (.*)$/.exec(line) ?? [];
    return at === undefined ? [] : [{ at: Number(at), text }];
  });
}

function counted(verdicts: readonly boolean[]): Counts {
  const accepted = verdicts.filter((verdict) => verdict).length;
  return { accepted, rejected: verdicts.length - accepted };
}
