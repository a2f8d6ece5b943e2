import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_LINE_BYTES } from '../../headless/snapshot.ts';
import { followEngine, type SnapshotClient } from '../../tui/snapshot-client.ts';
import { OLD } from './snapshots.ts';
import { HOSTILE } from './troubles.ts';

let folder: string;
let path: string;
let server: Server | null = null;
let client: SnapshotClient;
let sockets: Socket[] = [];
let received = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rigforge-client-'));
  path = join(folder, 'console.sock');
  received = '';
});

afterEach(() => {
  client.close();
  stop();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(onOpen: (socket: Socket) => void): Promise<void> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    onOpen(socket);
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
}

function stop(): void {
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets = [];
  server?.close();
  server = null;
}

const line = (sequence: number) => `${JSON.stringify({ ...OLD, sequence })}\n`;

it('waits for an engine that comes later, and for one that goes and comes back', async () => {
  client = followEngine(path, () => {});
  expect(client.read().connection).toBe('connecting');
  await listen((socket) => socket.write(line(1)));
  await vi.waitFor(() =>
    expect(client.read()).toMatchObject({ connection: 'connected', snapshot: { sequence: 1 } }),
  );
  stop();
  await vi.waitFor(() =>
    expect(client.read()).toMatchObject({ connection: 'lost', snapshot: { sequence: 1 } }),
  );
  expect(client.peek()).toBeNull();
  await listen((socket) => socket.write(line(2)));
  await vi.waitFor(() =>
    expect(client.read()).toMatchObject({ connection: 'connected', snapshot: { sequence: 2 } }),
  );
});

it('shows the newest of many lines, however they are cut', async () => {
  await listen((socket) => {
    const all = Buffer.from(
      Array.from({ length: 40 }, (_, index) => line(index)).join('') + line(99).slice(0, 300),
    );
    for (let start = 0; start < all.length; start += 1777) {
      socket.write(all.subarray(start, start + 1777));
    }
  });
  client = followEngine(path, () => {});
  await vi.waitFor(() => expect(client.read().snapshot?.sequence).toBe(39));
});

it('keeps the last good snapshot when a line is not one', async () => {
  await listen((socket) => socket.write(line(1)));
  client = followEngine(path, () => {});
  await vi.waitFor(() => expect(client.read().snapshot?.sequence).toBe(1));
  for (const bad of ['{"sequence":2}\n', 'not json\n', '\n']) {
    sockets[0]?.write(bad);
    await vi.waitFor(() => expect(client.read().unreadable).toBe(true));
    expect(client.read().snapshot?.sequence).toBe(1);
    sockets[0]?.write(line(1));
    await vi.waitFor(() => expect(client.read().unreadable).toBe(false));
  }
});

it('leaves an engine that sends an endless line, and tries again', async () => {
  let opened = 0;
  await listen((socket) => {
    opened += 1;
    socket.write(opened === 1 ? 'x'.repeat(MAX_LINE_BYTES + 10) : line(5));
  });
  client = followEngine(path, () => {});
  await vi.waitFor(() => expect(client.read().snapshot?.sequence).toBe(5));
});

it('sends intents as lines, and none without an engine', async () => {
  client = followEngine(path, () => {});
  client.send({ intent: 'touch' });
  await listen((socket) => socket.write(line(1)));
  await vi.waitFor(() => expect(client.read().connection).toBe('connected'));
  client.send({ intent: 'lookAgain' });
  await vi.waitFor(() => expect(received).toBe('{"intent":"lookAgain"}\n'));
});

it('gives printable ASCII only, but identifiers as they came', async () => {
  const [stack] = HOSTILE.stacks;
  await listen((socket) => socket.write(`${JSON.stringify(HOSTILE)}\n`));
  client = followEngine(path, () => {});
  await vi.waitFor(() => expect(client.read().snapshot).not.toBeNull());
  const { snapshot } = client.read();
  expect(snapshot?.rig.label).toBe('rig -u..?evil');
  expect(snapshot?.stacks[0]?.id).toBe(stack?.id);
  expect(snapshot?.stacks[0]?.name).toMatch(/^[ -~]*$/);
});

describe('the log', () => {
  const logLine = (text: string) => `${JSON.stringify({ log: [{ seconds: 4.2, from: 'xmrig', text }] })}\n`;
  const texts = () => client.read().log.map((one) => one.text);

  it('keeps the last 300 lines, printable ASCII only, and counts on', async () => {
    const many = Array.from({ length: 305 }, (_, index) => logLine(`line ${index}`)).join('');
    await listen((socket) => socket.write(line(1) + many + logLine('\x1b[31mred\x1b[0m ✓')));
    client = followEngine(path, () => {});
    await vi.waitFor(() => expect(texts().at(-1)).toBe('red ?'));
    expect(texts()).toHaveLength(300);
    expect(texts()[0]).toBe('line 6');
    const { logged } = client.read();
    sockets[0]?.write(logLine('one more'));
    await vi.waitFor(() => expect(client.read().logged).toBe(logged + 1));
    expect(texts()).toHaveLength(300);
    expect(client.read().snapshot?.sequence).toBe(1);
  });

  it('takes no line for a log that is none, and no log for a snapshot', async () => {
    await listen((socket) => socket.write(`${line(1)}{"log":[{"text":1}]}\n{"log":\n${logLine('good')}`));
    client = followEngine(path, () => {});
    await vi.waitFor(() => expect(texts()).toEqual(['good']));
    expect(client.read()).toMatchObject({ unreadable: false, snapshot: { sequence: 1 } });
  });

  it('is the new engine’s after a restart, not both', async () => {
    await listen((socket) => socket.write(line(1) + logLine('before')));
    client = followEngine(path, () => {});
    await vi.waitFor(() => expect(texts()).toEqual(['before']));
    stop();
    await listen((socket) => socket.write(line(2) + logLine('after')));
    await vi.waitFor(() => expect(texts()).toEqual(['after']));
    expect(client.read().logged).toBe(2);
  });
});

it('says that an engine hangs which no longer says anything, and is glad when it does', async () => {
  let socket: Socket | null = null;
  await listen((opened) => {
    socket = opened;
    opened.write(line(1));
  });
  const news: string[] = [];
  client = followEngine(path, (kind) => news.push(kind), 200);
  await vi.waitFor(() => expect(client.read().connection).toBe('connected'));
  await vi.waitFor(() => expect(client.read().connection).toBe('silent'));
  expect(client.peek()).toBeNull();
  expect(news.at(-1)).toBe('connection');
  (socket as Socket | null)?.write(line(2));
  await vi.waitFor(() =>
    expect(client.read()).toMatchObject({ connection: 'connected', snapshot: { sequence: 2 } }),
  );
  stop();
  await vi.waitFor(() => expect(client.read().connection).toBe('lost'));
});
