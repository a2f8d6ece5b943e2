import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogFeed } from '../../../headless/console/log-feed.ts';
import type { LogLine } from '../../../headless/snapshot.ts';
import { withoutSecrets } from '../../../headless/state/secrets.ts';
import { journalLine, SYSTEMD } from '../../../headless/system/journal.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function feedAt(clock: { ms: number }) {
  const batches: LogLine[][] = [];
  const feed = createLogFeed({ clock: () => clock.ms, send: (lines) => batches.push(lines) });
  return { feed, batches };
}

it('sends what came within a second as one batch, cleaned and dated', () => {
  const { feed, batches } = feedAt({ ms: 12_345 });
  feed.add('engine', 'RigForge is running');
  feed.add('xmrig', '[2026-11-22 20:02:25.123]  net      use pool \x1b[1;37mpool.lan\x1b[0m:3333 ', 12.42);
  feed.add('xmrig', '  \x1b[0m ');
  expect(batches).toEqual([]);
  expect(feed.sent()).toEqual([]);
  vi.advanceTimersByTime(1000);
  const lines = [
    { seconds: 12.3, from: 'engine', text: 'RigForge is running' },
    { seconds: 12.4, from: 'xmrig', text: 'net use pool pool.lan:3333' },
  ];
  expect(batches).toEqual([lines]);
  expect(feed.sent()).toEqual(lines);
});

it('puts lines of one second in order, whoever brought them first', () => {
  const { feed, batches } = feedAt({ ms: 90_000 });
  feed.add('engine', 'now');
  feed.add('xmrig', 'then', 41.2);
  feed.add('xmrig', 'then, too', 41.2);
  vi.advanceTimersByTime(1000);
  expect(batches[0]?.map(({ text }) => text)).toEqual(['then', 'then, too', 'now']);
});

it('keeps the last 300 lines, however fast they come', () => {
  const { feed, batches } = feedAt({ ms: 0 });
  for (let number = 0; number < 5000; number += 1) feed.add('xmrig', `line ${number}`);
  vi.advanceTimersByTime(1000);
  feed.add('xmrig', 'line 5000');
  vi.advanceTimersByTime(1000);
  expect(batches.map((batch) => batch.length)).toEqual([300, 1]);
  expect(feed.sent()).toHaveLength(300);
  expect(feed.sent().at(0)?.text).toBe('line 4701');
  expect(feed.sent().at(-1)?.text).toBe('line 5000');
});

it('takes the time from the journal, and a line it does not know as it is', () => {
  expect(
    journalLine('[   41.207311] xmrig[812]: [2026-11-22 20:02:25.123]  net      no active pools'),
  ).toEqual({
    seconds: 41.207311,
    source: 'xmrig[812]',
    text: '[2026-11-22 20:02:25.123]  net      no active pools',
  });
  expect(journalLine('[  123.000001] systemd[1]: xmrig.service: Failed: exit')).toEqual({
    seconds: 123.000001,
    source: SYSTEMD,
    text: 'xmrig.service: Failed: exit',
  });
  expect(journalLine('-- No entries --')).toEqual({ seconds: null, source: '', text: '-- No entries --' });
});

it('blots out every password that the rig knows', () => {
  const rig = new Rig().untilFinding({
    pools: [
      { ...poolSetting, password: 'hunter22' },
      { ...poolSetting, host: 'b', password: 'x' },
    ],
  });
  rig.tell({ event: 'stackSeen', stack: pithead });
  rig.tell({
    event: 'intent',
    intent: { intent: 'choose', stackId: pithead.id, password: 'tulips', remember: false },
  });
  expect(withoutSecrets('error: "bad pass tulips or hunter22, next"', rig.state)).toBe(
    'error: "bad pass **** or ****, next"',
  );
});
