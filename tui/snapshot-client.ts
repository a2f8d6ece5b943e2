import { connect, type Socket } from 'node:net';
import type { Intent } from '../headless/intent.ts';
import {
  type LogLine,
  logBatchSchema,
  MAX_LINE_BYTES,
  type Snapshot,
  snapshotSchema,
} from '../headless/snapshot.ts';
import { cleanSnapshot, cleanText } from './clean.ts';

export type EngineView = {
  /** `connecting` only before the first connection, `lost` after one; `silent` where it stands and nothing comes: the engine hangs. */
  connection: 'connecting' | 'connected' | 'lost' | 'silent';
  /** The newest readable snapshot, cleaned for drawing; kept when the connection is lost. */
  snapshot: Snapshot | null;
  /** True when the newest line was not a snapshot this program understands. */
  unreadable: boolean;
  /** The last lines of the log, oldest first, cleaned for drawing. */
  log: readonly LogLine[];
  /** How many log lines were read so far, so that a window can tell how far the log has moved on. */
  logged: number;
};

export type SnapshotClient = {
  /** Parses the newest snapshot and the log lines that were not read yet, if there are any. */
  read(): EngineView;
  /** The snapshot of the last `read()`, for deciding what a key means; null while there is no engine. */
  peek(): Snapshot | null;
  /** Sent at once, or dropped when there is no engine: nothing a person asked for should happen later by surprise. */
  send(intent: Intent): void;
  close(): void;
};

/** Log lines kept, and unread batches of them: as many as an engine keeps for a new window. */
const LOG_LINES = 300;
/** A batch of log lines starts like this; whatever else comes is a snapshot. */
const LOG_START = Buffer.from('{"log":');
/** Milliseconds to the next attempt; an engine restart takes a second or two. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;
/** The engine says something every half minute, whatever happens. */
const SILENT_MS = 75_000;

/**
 * Follows the engine's socket for ever. `onNews` says that `read()` may give something else: `snapshot` can wait for the
 * next redraw, `connection` should not. Of the snapshots that came since the last `read()` only the newest is ever parsed.
 */
export function followEngine(
  path: string,
  onNews: (kind: 'snapshot' | 'connection') => void,
  silentMs = SILENT_MS,
): SnapshotClient {
  let view: EngineView = { connection: 'connecting', snapshot: null, unreadable: false, log: [], logged: 0 };
  let unread: Buffer | null = null;
  let unreadLog: string[] = [];
  let socket: Socket | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | null = null;
  let patience: NodeJS.Timeout | null = null;
  let closed = false;

  const listen = () => {
    clearTimeout(patience ?? undefined);
    patience = setTimeout(() => {
      if (view.connection !== 'connected') return;
      view = { ...view, connection: 'silent' };
      onNews('connection');
    }, silentMs);
    patience.unref();
  };

  const open = () => {
    // A new connection sends the whole log again.
    unreadLog = [];
    view = { ...view, log: [] };
    const takeLine = lineTaker((line) => {
      listen();
      if (line.subarray(0, LOG_START.length).equals(LOG_START)) {
        unreadLog = [...unreadLog, line.toString('utf8')].slice(-LOG_LINES);
        onNews('snapshot');
        return;
      }
      unread = line;
      retryMs = FIRST_RETRY_MS;
      if (view.connection !== 'connected') {
        view = { ...view, connection: 'connected' };
        onNews('connection');
      } else {
        onNews('snapshot');
      }
    });
    const next = connect(path);
    next.on('data', (chunk: Buffer) => {
      if (!takeLine(chunk)) {
        next.destroy();
      }
    });
    next.on('error', () => {});
    next.on('close', again);
    socket = next;
  };

  const again = () => {
    socket = null;
    if (closed) {
      return;
    }
    if (view.connection === 'connected' || view.connection === 'silent') {
      view = { ...view, connection: 'lost' };
      unread = null;
      onNews('connection');
    }
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };

  open();
  return {
    read() {
      if (unread !== null) {
        const snapshot = parse(unread.toString('utf8'));
        view = { ...view, snapshot: snapshot ?? view.snapshot, unreadable: snapshot === null };
        unread = null;
      }
      if (unreadLog.length > 0) {
        const news = unreadLog.flatMap(parseLog);
        const log = [...view.log, ...news].slice(-LOG_LINES);
        view = { ...view, log, logged: view.logged + news.length };
        unreadLog = [];
      }
      return view;
    },
    peek: () => (view.connection === 'connected' ? view.snapshot : null),
    send(intent) {
      if (view.connection === 'connected' && socket?.writable) {
        socket.write(`${JSON.stringify(intent)}\n`);
      }
    },
    close() {
      closed = true;
      clearTimeout(timer ?? undefined);
      clearTimeout(patience ?? undefined);
      socket?.destroy();
    },
  };
}

// Gives every whole line; false once one is longer than allowed.
function lineTaker(onLine: (line: Buffer) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      length += end - start;
      if (length > MAX_LINE_BYTES) {
        return false;
      }
      const piece = chunk.subarray(start, end);
      onLine(parts.length > 0 ? Buffer.concat([...parts, piece]) : piece);
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    return length <= MAX_LINE_BYTES;
  };
}

function parse(line: string): Snapshot | null {
  try {
    const parsed = snapshotSchema.safeParse(JSON.parse(line));
    return parsed.success ? cleanSnapshot(parsed.data) : null;
  } catch {
    return null;
  }
}

function parseLog(line: string): LogLine[] {
  try {
    const parsed = logBatchSchema.safeParse(JSON.parse(line));
    const lines = parsed.success ? parsed.data.log : [];
    return lines.map((one) => ({ ...one, text: cleanText(one.text) }));
  } catch {
    return [];
  }
}
