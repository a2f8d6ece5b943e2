/** The engine's side of the console: snapshots and log lines out, intents in, over a Unix socket that windows may open and leave. */
import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type Intent, intentSchema } from '../intent.ts';
import { type LogBatch, type LogLine, MAX_LINE_BYTES, type Snapshot } from '../snapshot.ts';
import { cleanText, MAX_TEXT } from '../text.ts';

/** Windows at one time: tty1, a serial console or two, and some spare. */
const MAX_CLIENTS = 8;
/** One more is let in for one of those beyond the first few that has said nothing for so long, or else turned away. */
const KEPT_CLIENTS = 4;
const SILENT_MS = 10_000;
/** A window that reads this slowly is gone; it would only pile up old snapshots. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** So many of the longest log lines stay well below the longest line of the socket. */
const LOG_LINES_PER_BATCH = 100;

export interface ConsoleSocket {
  /** Sends the snapshot to every window and keeps it for those that come later. */
  publish(snapshot: Snapshot): void;
  /** Sends log lines to the windows that are open now. */
  publishLog(lines: readonly LogLine[]): void;
  /** Whether a window is open. */
  watched(): boolean;
  close(): Promise<void>;
}

/**
 * Listens on `path`. `group` may open it besides root (null: only the own user). A line that is too long or does not
 * fit the schema closes that window's connection and nothing else. The first line a window gets is a snapshot; the log lines
 * of `earlierLog` follow it. A window that nobody touches says nothing: silence alone closes none.
 */
export async function openConsoleSocket(options: {
  path: string;
  group: number | null;
  onIntent(intent: Intent): void;
  earlierLog?: () => readonly LogLine[];
}): Promise<ConsoleSocket> {
  /** When each window said something last, or came; in the order of their coming. */
  const clients = new Map<Socket, number>();
  let latest: string | null = null;
  const server = createServer((socket) => {
    if (clients.size >= MAX_CLIENTS && !makeRoom()) {
      socket.destroy();
      return;
    }
    clients.set(socket, performance.now());
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => socket.destroy());
    readLines(socket, (intent) => {
      if (clients.has(socket)) clients.set(socket, performance.now());
      options.onIntent(intent);
    });
    if (latest !== null) greet(socket, latest);
  });
  const makeRoom = (): boolean => {
    const spare = [...clients].slice(KEPT_CLIENTS).sort((a, b) => a[1] - b[1]);
    const [client, saidAt = 0] = spare[0] ?? [];
    if (!client || performance.now() - saidAt < SILENT_MS) return false;
    clients.delete(client);
    client.destroy();
    return true;
  };
  const greet = (client: Socket, snapshot: string) => {
    client.write(snapshot + logBatches(options.earlierLog?.() ?? []));
  };
  const sendToAll = (text: string) => {
    for (const client of clients.keys()) {
      if (client.writableLength > MAX_UNREAD_BYTES) client.destroy();
      else client.write(text);
    }
  };
  await mkdir(dirname(options.path), { recursive: true });
  await rm(options.path, { force: true }); // left behind by a killed engine
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.path, resolve);
  });
  if (options.group !== null) await chown(options.path, 0, options.group);
  await chmod(options.path, options.group === null ? 0o600 : 0o660);
  return {
    publish(snapshot) {
      const first = latest === null;
      latest = `${JSON.stringify(snapshot, cut)}\n`;
      if (first) for (const client of clients.keys()) greet(client, latest);
      else sendToAll(latest);
    },
    publishLog(lines) {
      if (latest !== null) sendToAll(logBatches(lines));
    },
    watched: () => clients.size > 0,
    close: () =>
      new Promise((resolve) => {
        for (const client of clients.keys()) client.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A text longer than the schema allows would make the whole snapshot unreadable. */
function cut(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_TEXT ? cleanText(value, MAX_TEXT) : value;
}

function logBatches(lines: readonly LogLine[]): string {
  let text = '';
  for (let start = 0; start < lines.length; start += LOG_LINES_PER_BATCH) {
    const batch: LogBatch = { log: lines.slice(start, start + LOG_LINES_PER_BATCH) };
    text += `${JSON.stringify(batch)}\n`;
  }
  return text;
}

function readLines(socket: Socket, onIntent: (intent: Intent) => void): void {
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    pending += chunk;
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    if (pending.length > MAX_LINE_BYTES) socket.destroy();
    for (const line of lines) {
      const intent = parseIntent(line);
      if (intent) onIntent(intent);
      else return void socket.destroy();
    }
  });
}

function parseIntent(line: string): Intent | null {
  try {
    return intentSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
