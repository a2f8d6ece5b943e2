import { connect, type Socket } from 'node:net';
import { type Intent, MAX_LINE_BYTES, type Snapshot, snapshotSchema } from '../headless/snapshot.ts';
import { cleanSnapshot } from './clean.ts';

export type EngineView = {
  /** `connecting` only before the first connection, `lost` after one. */
  connection: 'connecting' | 'connected' | 'lost';
  /** The newest readable snapshot, cleaned for drawing; kept when the connection is lost. */
  snapshot: Snapshot | null;
  /** True when the newest line was not a snapshot this program understands. */
  unreadable: boolean;
};

export type SnapshotClient = {
  /** Parses the newest line, if there is one that was not read yet. */
  read(): EngineView;
  /** The snapshot of the last `read()`, for deciding what a key means; null while there is no engine. */
  peek(): Snapshot | null;
  /** Sent at once, or dropped when there is no engine: nothing a person asked for should happen later by surprise. */
  send(intent: Intent): void;
  close(): void;
};

/** Milliseconds to the next attempt; an engine restart takes a second or two. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;

/**
 * Follows the engine's socket for ever. `onNews` says that `read()` may give something else: `snapshot` can wait for the
 * next redraw, `connection` should not. Only the newest of the lines that came since the last `read()` is ever parsed.
 */
export function followEngine(
  path: string,
  onNews: (kind: 'snapshot' | 'connection') => void,
): SnapshotClient {
  let view: EngineView = { connection: 'connecting', snapshot: null, unreadable: false };
  let unread: string | null = null;
  let socket: Socket | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const open = () => {
    const takeLine = lineTaker((line) => {
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
    if (view.connection === 'connected') {
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
        const snapshot = parse(unread);
        view = { ...view, snapshot: snapshot ?? view.snapshot, unreadable: snapshot === null };
        unread = null;
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
      socket?.destroy();
    },
  };
}

// Gives the last whole line of every chunk; false once a line is longer than allowed.
function lineTaker(onLine: (line: string) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    const end = chunk.lastIndexOf(0x0a);
    if (end >= 0) {
      const whole = Buffer.concat([...parts, chunk.subarray(0, end)]);
      const start = whole.lastIndexOf(0x0a) + 1;
      parts = [];
      length = 0;
      if (whole.length - start > MAX_LINE_BYTES) {
        return false;
      }
      onLine(whole.toString('utf8', start));
    }
    const rest = chunk.subarray(end + 1);
    parts.push(rest);
    length += rest.length;
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
