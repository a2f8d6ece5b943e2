import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ConsoleSocket, openConsoleSocket } from '../../headless/console/socket.ts';
import type { Intent } from '../../headless/intent.ts';
import { type Console, openConsole } from '../../tui/console.ts';
import { OLD } from './snapshots.ts';
import { LOG } from './troubles.ts';

let folder: string;
let engine: ConsoleSocket;
let window: Console;
let intents: Intent[] = [];
let passed = 0;
let size = { columns: 80, rows: 24 };

beforeEach(async () => {
  intents = [];
  passed = 0;
  size = { columns: 80, rows: 24 };
  folder = mkdtempSync(join(tmpdir(), 'rigforge-window-'));
  const path = join(folder, 'console.sock');
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  engine = await openConsoleSocket({
    path,
    group: null,
    onIntent: (intent) => void intents.push(intent),
    earlierLog: () => LOG,
  });
  engine.publish(OLD);
  window = openConsole({
    socket: path,
    serial: false,
    quitKey: false,
    size: () => size,
    onRepaint: () => {},
    onQuit: () => {},
  });
  window.screenStands();
  await vi.waitFor(() => expect(text()).toContain('1,204 accepted'));
});

afterEach(async () => {
  window.close();
  await engine.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const text = () =>
  window
    .lines()
    .map((line) => line.map((span) => span.text).join(''))
    .join('\n');
const tones = () => new Set(window.lines().flatMap((line) => line.map((span) => span.tone)));
/** Lets time pass without waiting for it. */
const pass = (ms: number) => {
  passed += ms;
};
const press = (name: 'down' | 'up' | 'pageUp' | 'pageDown' | 'enter' | 'escape') => {
  pass(1000);
  window.press([{ name }]);
};
const character = (letter: string) => {
  pass(1000);
  window.press([{ name: 'character', text: letter }]);
};

it('goes dark when nobody came near for ten minutes, and a key only wakes it', () => {
  character('7');
  pass(11 * 60_000);
  window.resized();
  expect([...tones()]).toEqual(['dim']);
  character('8');
  expect(text()).toContain('[Power]');
  expect([...tones()]).not.toContain('dim');
  character('8');
  expect(text()).toContain('[Help]');
});

it('chooses nothing in a window too small to show the choice', async () => {
  character('7');
  press('down');
  press('down');
  press('enter');
  size = { columns: 40, rows: 10 };
  press('down');
  press('enter');
  size = { columns: 80, rows: 24 };
  press('up');
  expect(text()).toContain('> No, leave it on');
  // Those in the large window alone: what cannot be chosen is not waited for either.
  await vi.waitFor(() => expect(intents).toEqual(Array.from({ length: 5 }, () => ({ intent: 'touch' }))));
});

it('does not scroll past the ends, where each step would have to be taken back unseen', async () => {
  character('5');
  await vi.waitFor(() => {
    window.resized();
    expect(text()).toContain('(40/0)');
  });
  for (let page = 0; page < 20; page += 1) {
    press('pageUp');
  }
  expect(text()).toContain('0:00:04  engine');
  press('down');
  press('down');
  expect(text()).not.toContain('0:00:04  engine');
  press('pageDown');
  press('pageDown');
  press('pageDown');
  press('pageDown');
  expect(text()).toContain('(40/0)');
});

it('stays on the log lines that are read while new ones come', async () => {
  character('5');
  await vi.waitFor(() => {
    window.resized();
    expect(text()).toContain('(40/0)');
  });
  press('pageUp');
  const read = text();
  engine.publishLog([{ seconds: 900, from: 'xmrig', text: 'new line' }]);
  engine.publish({ ...OLD, sequence: 2, doing: 'Mining, after the new line' });
  await vi.waitFor(() => {
    window.resized();
    expect(text()).toContain('after the new line');
  });
  expect(text().replace('Mining, after the new line', OLD.doing)).toBe(read);
});

it('says when what the engine sends cannot be read, until it can again', async () => {
  engine.publish({ ...OLD, sequence: 2, rig: { ...OLD.rig, uptimeSeconds: Number.NaN } });
  const shows = (wanted: string) =>
    vi.waitFor(() => {
      window.resized();
      expect(text()).toContain(wanted);
    });
  await shows('cannot read what RigForge answers');
  expect(text()).toContain('1,204 accepted');
  engine.publish({ ...OLD, sequence: 3 });
  await shows(OLD.doing);
});

it('switches the computer off only after the answer to a question', async () => {
  character('7');
  press('down');
  press('down');
  press('enter');
  expect(text()).toContain('Switch this computer off?');
  press('down');
  press('enter');
  await vi.waitFor(() => expect(intents.at(-1)).toEqual({ intent: 'powerOff' }));
  await engine.close();
  await vi.waitFor(() => expect(text()).toContain('Switching off.'));
});
