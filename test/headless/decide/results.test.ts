/** Places that are there and pay nothing: each is left, passed over or named, and none for being slow or unlucky. */
import { describe, expect, it } from 'vitest';
import { countExpected, useless } from '../../../headless/decide/results.ts';
import { freshMiner } from '../../../headless/decide/start.ts';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import { messagesOf } from '../../../headless/status/messages.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { seeded } from '../../tui/random-snapshot.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const HOUR = 3600;
const first = { ...poolSetting, host: 'bad.lan' };
const second = { ...poolSetting, host: 'good.lan' };

/** XMRig at a pool with this difficulty, its own spelling of the place, and so many accepted shares. */
function at(
  pool: string,
  change: { diff?: number; accepted?: number; hashrate?: number; connectedMs?: number } = {},
): MinerSummary {
  const { diff = 1000, ...rest } = change;
  const seen = summary(rest);
  return { ...seen, connection: { ...seen.connection, pool, diff } };
}

/** A look at XMRig every ten seconds. What is started meanwhile starts, and is the same. */
function passes(
  rig: Rig,
  seconds: number,
  look: (second: number) => { pid: number | null; summary: MinerSummary | null },
): void {
  for (let second = 0; second < seconds; second += 10) {
    const orders = rig.started().length;
    const asked = rig.tell({ event: 'minerStatus', ...look(second) });
    if (rig.started().length > orders) rig.minerStarted();
    // Discovery goes on asking what it has found.
    for (const effect of [...asked, ...rig.pass(10)])
      if (effect.effect === 'probe' && effect.stackId === attic.id)
        rig.tell({ event: 'probed', stackId: attic.id, address: attic.address, result: attic });
  }
}

function guessing(): Rig {
  const rig = new Rig().untilFinding();
  rig.tell({ event: 'stackSeen', stack: pithead });
  rig.pass(6);
  rig.minerStarted();
  rig.tell({ event: 'stackSeen', stack: attic });
  expect(rig.minesAt()).toBe('pithead.local');
  return rig;
}

const PLACES: [string, (second: number) => { pid: number | null; summary: MinerSummary | null }, string][] = [
  [
    'accepts no share',
    () => ({ pid: 42, summary: at('192.168.7.2:3333') }),
    'accepted no share where 20 were to be expected',
  ],
  [
    'accepts one share and no more',
    (second) => ({ pid: 42, summary: at('192.168.7.2:3333', { accepted: second > 100 ? 1 : 0 }) }),
    'accepted no share where 20 were to be expected',
  ],
  [
    'has a difficulty that is never met',
    () => ({ pid: 42, summary: at('192.168.7.2:3333', { diff: 2 ** 53 }) }),
    'asked for more work per share than this computer does in a day',
  ],
  [
    'takes each login and hangs up after some seconds',
    (second) => ({
      pid: 42,
      summary: at('192.168.7.2:3333', { connectedMs: second % 20 === 0 ? 3000 : 0, hashrate: 0 }),
    }),
    'was unreachable for 10 minutes',
  ],
  [
    'makes XMRig end',
    (second) => ({ pid: second % 20 === 0 ? null : 42 + second, summary: null }),
    'is where XMRig exited again and again',
  ],
  [
    'connects and gives nothing to hash',
    () => ({ pid: 42, summary: at('192.168.7.2:3333', { hashrate: 0 }) }),
    'is where XMRig exited again and again',
  ],
];

describe('a place that is there and of no use', () => {
  it.each(PLACES)('is left where it was a guess: it %s', (_, look, words) => {
    const rig = guessing();
    passes(rig, 2 * HOUR, (second) =>
      rig.minesAt() === 'attic.local'
        ? { pid: 9, summary: at('192.168.7.3:3333', { accepted: 10 + second }) }
        : look(second),
    );
    expect(rig.minesAt()).toBe('attic.local');
    expect(rig.messages.map(({ text }) => text).join()).toContain(words);
  });

  it.each(PLACES.filter(([name]) => name !== 'takes each login and hangs up after some seconds'))(
    'is passed over in a list: it %s',
    (_, look) => {
      const rig = new Rig().untilFinding({ pools: [first, second], waitSeconds: 0 });
      rig.minerStarted();
      const there = (seen: ReturnType<typeof look>) =>
        seen.summary
          ? {
              ...seen,
              summary: { ...seen.summary, connection: { ...seen.summary.connection, pool: 'bad.lan:3333' } },
            }
          : seen;
      let tried = false;
      passes(rig, HOUR, (second) => {
        const lead = rig.target?.lead ?? 0;
        tried ||= lead === 1;
        return lead === 1
          ? { pid: 9, summary: at('good.lan:3333', { accepted: second }) }
          : there(look(second));
      });
      expect(tried).toBe(true);
    },
  );

  it('is not one where XMRig cannot even begin, and says why', () => {
    const rig = new Rig().untilFinding({ pools: [first, second], waitSeconds: 0 });
    rig.minerStarted();
    passes(rig, HOUR, (second) => {
      if (second % 20 === 0)
        rig.tell({ event: 'minerEnded', ended: { by: 'status', status: 1, said: 'unable to open config' } });
      return { pid: second % 20 === 0 ? null : 1000 + second, summary: null };
    });
    expect(rig.minesAt()).toBe('bad.lan');
    expect(
      messagesOf(rig.state)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('exits again and again');
  });

  it.each([
    [
      { by: 'signal', signal: 'SIGFPE', said: null },
      'is where XMRig exits again and again (signal SIGFPE)',
      'test this',
    ],
    [{ by: 'memory', said: null }, 'again and again (it ran out of memory)', 'add memory'],
  ] as const)('is one where XMRig ends, named with how: %j', (ended, words, cure) => {
    const rig = new Rig().untilFinding({ pools: [first], waitSeconds: 0 });
    rig.minerStarted();
    passes(rig, 120, (second) => {
      if (second % 20 === 0) rig.tell({ event: 'minerEnded', ended });
      return { pid: second % 20 === 0 ? null : 42 + second, summary: null };
    });
    const [message] = messagesOf(rig.state);
    expect(message?.text).toContain(words);
    expect(message?.text).toContain(cure);
    const guess = guessing();
    passes(guess, HOUR, (second) => {
      if (guess.minesAt() === 'attic.local') return { pid: 9, summary: at('192.168.7.3:3333') };
      if (second % 20 === 0) guess.tell({ event: 'minerEnded', ended });
      return { pid: second % 20 === 0 ? null : 42 + second, summary: null };
    });
    expect(guess.messages.map(({ text }) => text).join()).toContain(words.replace('exits', 'exited'));
  });

  it('is kept and named, on the screen and on the stick, where its owner chose it', () => {
    const rig = new Rig().untilFinding({ pools: [first], waitSeconds: 0 });
    rig.minerStarted();
    passes(rig, HOUR, () => ({ pid: 42, summary: at('bad.lan:3333') }));
    expect(rig.started()).toHaveLength(1);
    expect(doing(rig.state)).toBe(
      'bad.lan:3333 has accepted no share where 20 were to be expected: you are earning nothing there',
    );
    const report = rig.effects.findLast((effect) => effect.effect === 'writeReport')?.text;
    expect(report).toContain('mines, and earns NOTHING');
    passes(rig, 60, () => ({ pid: 42, summary: at('bad.lan:3333', { accepted: 1 }) }));
    expect(doing(rig.state)).toBe('Mining at bad.lan:3333');
    expect(rig.effects.findLast((effect) => effect.effect === 'writeReport')?.text).toBeNull();
  });

  it('is one whose work stands still, named as that', () => {
    const rig = new Rig().untilFinding({ pools: [first], waitSeconds: 0 });
    rig.minerStarted();
    const job = (height: number) =>
      rig.tell({ event: 'minerLog', fact: { phase: 'hashing', height, problem: null } });
    job(3_800_000);
    const look = (second: number) => ({ pid: 42, summary: at('bad.lan:3333', { accepted: second }) });
    passes(rig, HOUR - 60, look);
    expect(doing(rig.state)).toBe('Mining at bad.lan:3333');
    passes(rig, 120, (second) => look(HOUR + second));
    expect(doing(rig.state)).toContain('has handed out no new work for an hour');
    job(3_800_001);
    expect(doing(rig.state)).toBe('Mining at bad.lan:3333');
  });
});

describe('chance', () => {
  /** A thousand days of a rig with this hashrate at this difficulty, share by share: how often a sound place would be left. */
  function falseAlarms(hashrate: number, difficulty: number, random: () => number): number {
    const shareSeconds = difficulty / hashrate;
    let alarms = 0;
    for (let at = 0; at < 1000 * 86_400; ) {
      const gap = -Math.log(1 - random()) * shareSeconds;
      if (gap / shareSeconds >= 20 && gap >= 1800) alarms += 1;
      at += Math.max(gap, 1);
    }
    return alarms;
  }

  it('leaves no place for being slow or unlucky, from 20 H/s to 100 kH/s, in a thousand days each', () => {
    const random = seeded(2026);
    for (const hashrate of [20, 200, 2000, 20_000, 100_000])
      for (const shareSeconds of [30, 90, 600, 7200])
        expect(
          falseAlarms(hashrate, hashrate * shareSeconds, random),
          `${hashrate} H/s, ${shareSeconds} s`,
        ).toBe(0);
    // The worst case: a share in 90 s, so that 20 of them are the least time. Chance per gap, and per rig and year.
    expect(Math.exp(-20) * ((365 * 86_400) / 90)).toBeLessThan(1 / 1000);
  });

  it('takes neither an outage nor a slow minute for work that is too hard', () => {
    let { failover } = freshMiner(0);
    const miner = () => ({ ...freshMiner(0), failover });
    // A share in ten hours at 1000 H/s.
    const look = (now: number, hashrate: number) => {
      failover = countExpected(failover, at('a:1', { hashrate, diff: 36_000_000 }), now);
    };
    for (let now = 0; now <= 20 * 60_000; now += 10_000) look(now, 1000);
    for (let now = 20 * 60_000; now <= 120 * 60_000; now += 10_000) look(now, 0);
    for (let now = 120 * 60_000; now <= 140 * 60_000; now += 10_000) look(now, 1000);
    look(140 * 60_000 + 10_000, 10);
    expect(useless(miner(), 141 * 60_000)).toBeNull();
    // A place where a share takes three days is one, whatever happens between.
    failover = freshMiner(0).failover;
    for (let now = 0; now <= 31 * 60_000; now += 10_000) look(now, 100);
    expect(useless(miner(), 31 * 60_000)).toEqual({ failing: 'tooHard' });
  });

  it('counts what was to be expected over changes of hashrate and difficulty', () => {
    let { failover } = freshMiner(0);
    const look = (now: number, change: Parameters<typeof at>[1]) => {
      failover = countExpected(failover, at('a:1', change), now);
    };
    look(0, {});
    look(10_000, { hashrate: 100, diff: 1000 });
    expect(failover.dry?.expected).toBeCloseTo(1);
    look(20_000, { hashrate: 50, diff: 5000 });
    expect(failover.dry?.expected).toBeCloseTo(1.1);
    // What happened while nobody looked is not known.
    look(3_600_000, { hashrate: 100, diff: 1000 });
    expect(failover.dry?.expected).toBeCloseTo(2.1);
    look(3_610_000, { accepted: 1 });
    expect(failover.dry).toMatchObject({ expected: 0, since: 3_610_000 });
    expect(useless({ ...freshMiner(0), failover }, 3_620_000)).toBeNull();
  });
});
