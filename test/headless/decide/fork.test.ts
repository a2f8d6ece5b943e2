import { describe, expect, it } from 'vitest';
import { pithead, Rig } from '../rig.ts';
import { at, FORK, forked, job, mining, shown } from './fork-rig.ts';

describe('the change of the proof of work', () => {
  it('is told in one line, with what to expect, and the graph and the best begin anew', () => {
    const rig = mining();
    rig.pass(120);
    job(rig, 'rx/0', 3_500_002, { hashrate: 1200 });
    expect(shown(rig).miner).toMatchObject({ algorithm: 'rx/0', hashesPerSecond: { highest: 1200 } });
    expect(shown(rig).history.length).toBeGreaterThan(1);

    job(rig, 'rx/2', FORK, { hashrate: 0 });
    const { miner, history, messages } = shown(rig);
    expect(miner).toMatchObject({ algorithm: 'rx/2', hashesPerSecond: { highest: null } });
    expect(history).toEqual([]);
    expect(messages).toEqual([
      {
        level: 'info',
        where: 'Monero',
        text: `changed its proof of work at height 3,500,010: now RandomX v2; expect 8 to 15 % fewer H/s on this CPU`,
      },
    ]);

    job(rig, 'rx/2', FORK, { hashrate: 900 });
    expect(shown(rig).miner?.hashesPerSecond.highest).toBe(900);
  });

  it('is no fault: the rig goes on mining while XMRig starts its threads anew', () => {
    const rig = mining();
    for (const hashrate of [0, null, 0, 700]) {
      job(rig, 'rx/2', FORK, { hashrate });
      rig.pass(3);
      expect(rig.stage).toBe('mining');
    }
    expect(rig.miner?.restarts.count).toBe(0);
    expect(rig.started()).toHaveLength(1);
  });

  it('is told once, and not to a rig that starts after it', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    job(rig, 'rx/0', FORK + 1);
    job(rig, 'rx/2', FORK + 2);
    expect(shown(rig).messages.filter(({ where }) => where === 'Monero')).toHaveLength(1);

    const late = new Rig().untilFinding();
    late.tell({ event: 'stackSeen', stack: forked(pithead) });
    late.pass(10);
    late.minerStarted();
    job(late, 'rx/2', FORK + 5);
    expect(shown(late).messages).toEqual([]);
    expect(shown(late).miner?.algorithm).toBe('rx/2');
  });

  it('is told with the height that the log gives, which comes after the API', () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: 42, summary: at('rx/2') });
    rig.pass(2);
    expect(shown(rig).messages).toEqual([]);
    job(rig, 'rx/2', FORK);
    expect(shown(rig).messages[0]?.text).toContain('at height 3,500,010');

    const mute = mining();
    mute.tell({ event: 'minerStatus', pid: 42, summary: at('rx/2') });
    mute.pass(11);
    expect(shown(mute).messages[0]?.text).toContain('its proof of work: now RandomX v2');
  });

  it('is no news a day later', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    const news = () => shown(rig).messages.filter(({ where }) => where === 'Monero');
    rig.pass(23 * 3600);
    expect(news()).toHaveLength(1);
    rig.pass(2 * 3600);
    expect(news()).toEqual([]);
  });

  it('is kept over a restart of the engine', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    rig.pass(61);
    job(rig, 'rx/2', FORK + 1, { hashrate: 900 });
    const session = rig.effects.flatMap((one) => (one.effect === 'saveSession' ? [one.session] : [])).at(-1);
    expect(session).toMatchObject({ fork: { algorithm: 'rx/2', v2: { height: FORK } } });
  });
});

it('names an old proxy where every share of v2 is rejected', () => {
  const rig = mining();
  job(rig, 'rx/2', FORK);
  for (let count = 1; count <= 12; count += 1) {
    rig.pass(60);
    job(rig, 'rx/2', FORK + count, { rejected: count });
  }
  const message = shown(rig).messages.find(({ where }) => where === 'pithead.local:3333');
  expect(message?.text).toContain('older than xmrig-proxy 6.26');
});
