import { expect, it } from 'vitest';
import type { StackEvent } from '../stack/events.ts';
import { account, type Heard } from './accounts.ts';

const at = (seconds: number, event: Partial<StackEvent>): Heard => ({
  at: seconds,
  event: event as StackEvent,
});
const login = (seconds: number, from: string) =>
  at(seconds, { event: 'login', ok: true, agent: 'XMRig/6.26.0', from });
const share = (seconds: number, from: string, hash: string, accepted = true) =>
  at(seconds, { event: 'share', from, hash, accepted });
const line = (seconds: number, text: string) => `[${seconds.toFixed(6).padStart(12)}] xmrig[7]: ${text}\n`;
const use = (seconds: number) => line(seconds, ' net      use pool 10.77.0.5:3333 TLSv1.3');
const answer = (seconds: number, verdict = 'accepted') =>
  line(seconds, ` cpu      ${verdict} (1/0) diff 50 (12 ms)`);

it('explains an answer that was lost with its connection, and counts each share once', () => {
  const events = [
    login(10, 'a:1'),
    share(11, 'a:1', 'one'),
    share(12, 'a:1', 'two', false),
    share(13, 'a:1', 'three'),
    at(14, { event: 'disconnected', from: 'a:1', worker: 'rig' }),
    login(20, 'a:2'),
    // Its hash took so long that the connection was gone.
    share(21, 'a:1', 'late'),
    share(22, 'a:2', 'four'),
  ];
  const log = [use(9.9), answer(11), answer(12, 'rejected'), use(20.3), answer(22)].join('');
  expect(account(events, log)).toEqual({
    miner: { accepted: 2, rejected: 1 },
    stack: { accepted: 4, rejected: 1 },
    lost: [
      { at: 13, from: 'a:1', accepted: true },
      { at: 21, from: 'a:1', accepted: true },
    ],
    unexplained: [],
  });
});

it('explains nothing else', () => {
  const events = [
    login(10, 'a:1'),
    share(11, 'a:1', 'one', false),
    login(20, 'a:2'),
    share(21, 'a:2', 'two'),
    share(22, 'a:2', 'two'),
    share(23, 'a:3', 'three'),
  ];
  const log = [answer(9), use(10), answer(11), answer(12), use(20), answer(21)].join('');
  expect(account(events, log).unexplained).toEqual([
    'two: accepted twice',
    'a:3: a share without a login',
    expect.stringContaining('an answer without a connection: xmrig[7]: '),
    'a:1: XMRig counted 1 that the stack did not',
    'a:1: not the same answers in the same order',
    'a:2: 1 unanswered on a connection that lasts',
  ]);
});
