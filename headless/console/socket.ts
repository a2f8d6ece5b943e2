/** The engine's side of the console: snapshots and log lines out, intents in, over a Unix socket that windows may open and leave. */
import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type Intent, intentSchema } from '../intent.ts';
import { type LogBatch, type LogLine, MAX_LINE_BYTES, type Snapshot } from '../snapshot.ts';
import { cleanText, MAX_TEXT } from '../text.ts';

/** Windows at one time: tty1, a serial console or two, and some spare. More are turned away. */
const MAX_CLIENTS = 8;
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
 * of `earlierLog` follow it.
 */
export async function openConsoleSocket(options: {
  path: string;
  group: number | null;
  onIntent(intent: Intent): void;
  earlierLog?: () => readonly LogLine[];
}): Promise<ConsoleSocket> {
  const clients = new Set<Socket>();
  let latest: string | null = null;
  const server = createServer((socket) => {
    if (clients.size >= MAX_CLIENTS) {
      socket.destroy();
      return;
    }
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => socket.destroy());
    readLines(socket, options.onIntent);
    if (latest !== null) greet(socket, latest);
  });
  const greet = (client: Socket, snapshot: string) => {
    client.write(snapshot + logBatches(options.earlierLog?.() ?? []));
  };
  const sendToAll = (text: string) => {
    for (const client of clients) {
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
      if (first) for (const client of clients) greet(client, latest);
      else sendToAll(latest);
    },
    publishLog(lines) {
      if (latest !== null) sendToAll(logBatches(lines));
    },
    watched: () => clients.size > 0,
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.destroy();
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
