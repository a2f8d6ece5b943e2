import { describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../../headless/discovery/probe.ts';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import { narrate } from '../../../headless/status/event-log.ts';
import { sayRestart } from '../../../headless/status/restarts.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { pithead, poolSetting, Rig, summary } from '../rig.ts';

const mining = () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
const NOT_RUNNING = { pid: null, summary: null };
const SILENT = { pid: 42, summary: null };
const IDLE = { pid: 42, summary: summary({ hashrate: 0 }) };

/** Lets XMRig look like this for so many seconds; a restart changes nothing. Gives the seconds at which it was started again. */
function stays(
  rig: Rig,
  look: { pid: number | null; summary: MinerSummary | null },
  seconds: number,
): number[] {
  const restartedAt: number[] = [];
  for (let second = 0; second < seconds; second += 2) {
    const before = rig.started().length;
    rig.tell({ event: 'minerStatus', ...look });
    if (rig.started().length > before) {
      restartedAt.push(second);
      rig.minerStarted(look.pid ?? 42);
    }
    rig.pass(2);
  }
  return restartedAt;
}

const restartReason = ({ miner }: Rig) => miner?.restarts.reason && sayRestart(miner.restarts.reason);

describe('an XMRig in trouble', () => {
  it.each([
    ['has gone', NOT_RUNNING, 15, 'XMRig had exited'],
    ['is silent', SILENT, 120, 'XMRig had not answered for 2 minutes'],
    ['does nothing', IDLE, 480, 'XMRig was connected, but made no hashes for 8 minutes'],
  ])('that %s is started again, and the screen says why', (_what, look, seconds, reason) => {
    const rig = mining();
    expect(stays(rig, look, seconds)).toEqual([]);
    expect(stays(rig, look, 4)).toHaveLength(1);
    expect(rig.stage).toBe('repairing');
    expect(rig.miner?.restarts.count).toBe(1);
    expect(restartReason(rig)).toBe(reason);
  });

  it('that builds its dataset may be silent for longer', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    rig.minerStarted();
    expect(stays(rig, SILENT, 480)).toEqual([]);
    expect(stays(rig, SILENT, 4)).toHaveLength(1);
    expect(restartReason(rig)).toBe('XMRig had not answered for 8 minutes');
  });

  it('is started again less and less often, every 15 minutes in the end', () => {
    const rig = mining();
    const at = stays(rig, NOT_RUNNING, 3 * 3600);
    const pauses = at.slice(1).map((second, index) => second - (at[index] ?? 0));
    expect(pauses.slice(0, 5)).toEqual([30, 60, 120, 240, 480]);
    expect(new Set(pauses.slice(5))).toEqual(new Set([900]));
    expect(rig.miner?.restarts.count).toBe(at.length);
  });

  it('that has hashed for ten minutes since is helped at once again', () => {
    const rig = mining();
    stays(rig, NOT_RUNNING, 300);
    expect(rig.miner?.restarts.failures).toBeGreaterThan(2);
    stays(rig, { pid: 42, summary: summary() }, 602);
    expect(rig.miner?.restarts.failures).toBe(0);
    expect(stays(rig, NOT_RUNNING, 20)).toHaveLength(1);
  });

  it('whose answer was late once is left alone', () => {
    const rig = mining();
    stays(rig, SILENT, 14);
    expect(rig.stage).toBe('mining');
    expect(rig.miner).toMatchObject({ link: { downSince: null }, summary: { version: '6.26.0' } });
    stays(rig, SILENT, 10);
    expect(rig.stage).toBe('repairing');
    expect(doing(rig.state)).toBe(
      'XMRig is running but has not answered for 24 s; the rig restarts it if this continues',
    );
    stays(rig, { pid: 42, summary: summary() }, 2);
    expect(rig.stage).toBe('mining');
    expect(rig.started()).toHaveLength(1);
  });

  it('that its unit started again is followed, and counted with its reason', () => {
    const rig = mining();
    stays(rig, NOT_RUNNING, 4);
    stays(rig, { pid: 43, summary: summary({ hashrate: null }) }, 4);
    stays(rig, { pid: 43, summary: summary() }, 4);
    expect(rig.started()).toHaveLength(1);
    expect(rig.stage).toBe('mining');
    expect(rig.miner?.restarts.count).toBe(1);
    expect(restartReason(rig)).toBe('XMRig exited');
  });

  it('that ended by itself is started again with how it ended, on the screen and in the log', () => {
    const rig = mining();
    const before = rig.state;
    rig.tell({ event: 'minerEnded', ended: { by: 'signal', signal: 'SIGFPE', said: null } });
    expect(narrate(before, rig.state)).toEqual([{ level: 'warning', text: 'XMRig exited (signal SIGFPE)' }]);
    stays(rig, NOT_RUNNING, 2);
    expect(doing(rig.state)).toBe('XMRig exited (signal SIGFPE); starting it again');
    stays(rig, { pid: 43, summary: summary() }, 4);
    expect(restartReason(rig)).toBe('XMRig exited (signal SIGFPE)');
    // Of the next one nothing is known.
    stays(rig, { pid: 44, summary: summary() }, 4);
    expect(restartReason(rig)).toBe('XMRig exited');
  });

  it('that says why it ends is quoted', () => {
    const rig = mining();
    const said = 'unable to open "/run/rigforge/xmrig/config.json"';
    rig.tell({ event: 'minerEnded', ended: { by: 'status', status: 2, said } });
    stays(rig, NOT_RUNNING, 20);
    expect(restartReason(rig)).toBe(`XMRig had exited (status 2), saying: ${said}`);
  });

  it('that ends while it is being stopped is no news', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    rig.tell({ event: 'minerEnded', ended: { by: 'signal', signal: 'SIGKILL', said: null } });
    expect(rig.miner?.restarts.ended).toBeNull();
  });

  it('that cannot even be started is tried again, with the error on the screen', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    rig.fails('startMiner', 'xmrig does not start: EACCES');
    for (let second = 0; second < 20; second += 2) {
      rig.tell({ event: 'minerStatus', ...NOT_RUNNING });
      rig.pass(2);
    }
    expect(rig.started()).toHaveLength(2);
    expect(rig.messages.at(-1)?.text).toContain('EACCES');
  });

  it('is not looked after during a pause', () => {
    const rig = mining();
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    expect(stays(rig, NOT_RUNNING, 600)).toEqual([]);
    expect(rig.miner?.restarts.count).toBe(0);
  });

  it('that was still being started when somebody paused the rig does not run', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    rig.minerStarted();
    expect(rig.miner?.process.pid).toBeNull();
    rig.tell({ event: 'intent', intent: { intent: 'resume' } });
    rig.untilMining(43);
    expect(rig).toMatchObject({ stage: 'mining', miner: { process: { pid: 43 }, restarts: { count: 0 } } });
  });

  it('without its pool is not taken for a broken one', () => {
    const rig = mining();
    const unreachable = { pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) };
    expect(stays(rig, unreachable, 3600)).toEqual([]);
    expect(rig.stage).toBe('repairing');
  });

  it('that does not get through to a pool which has answered for 90 seconds is started again', () => {
    const rig = mining();
    const unreachable = { pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) };
    const answers = (result: ProbeResult) =>
      rig.tell({ event: 'probed', stackId: 'pool.lan:3333', address: '192.0.2.7', result });
    // However long it was away: XMRig gets its time to come back by itself.
    stays(rig, unreachable, 600);
    answers(pithead);
    stays(rig, unreachable, 60);
    answers({ ...pithead, status: 'refused' });
    stays(rig, unreachable, 60);
    answers(pithead);
    stays(rig, unreachable, 80);
    answers(pithead);
    expect(rig.started()).toHaveLength(1);
    stays(rig, unreachable, 20);
    answers(pithead);
    expect(restartReason(rig)).toBe('pool.lan:3333 answers, but XMRig did not get through to it');
  });

  it('that a pool lets in and hangs up on again and again is left alone', () => {
    const rig = mining();
    for (let failures = 1; failures <= 60; failures += 1) {
      rig.tell({ event: 'probed', stackId: 'pool.lan:3333', address: '192.0.2.7', result: pithead });
      stays(rig, { pid: 42, summary: summary({ connectedMs: 0, hashrate: 0, failures }) }, 10);
    }
    expect(rig.started()).toHaveLength(1);
  });
});
