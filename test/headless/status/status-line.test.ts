import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../headless/intent.ts';
import type { MinerPhase } from '../../../headless/miner/log.ts';
import type { Link, Stack } from '../../../headless/snapshot.ts';
import { LAPTOP } from '../../../headless/state/host-rules.ts';
import type { State } from '../../../headless/state/model.ts';
import { runningOf } from '../../../headless/state/phase.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const eno1: Link = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };
const noAddress: Link = { ...eno1, addresses: [] };
const noCable: Link = { ...noAddress, carrier: false };
const ask = (intent: Intent['intent']) => ({ event: 'intent', intent: { intent } as Intent }) as const;

/** A rig with these links for so many seconds, and these stacks seen. */
function searching(links: Link[], seconds = 0, stacks: Stack[] = []): State {
  const rig = new Rig().untilFinding();
  rig.tell({ event: 'surroundings', links, keyboard: true });
  for (const stack of stacks) rig.tell({ event: 'stackSeen', stack });
  rig.pass(seconds);
  return rig.state;
}

/** A rig whose owner switched discovery off and named no pool. */
function lookingForNothing(): State {
  const state = searching([eno1], 30);
  return { ...state, config: state.config && { ...state.config, discovery: false } };
}

/** A rig told to mine at pool.lan, with XMRig in this phase for so many seconds. */
function starting(phase: MinerPhase, seconds = 0, connectedMs = 0): Rig {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
  rig.minerStarted();
  rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs, hashrate: 0 }) });
  rig.tell({ event: 'minerLog', fact: { phase, height: null, problem: null } });
  rig.pass(seconds);
  return rig;
}

function mining(): Rig {
  return new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
}

const wantsPassword: Stack = { ...pithead, status: 'needsPassword', problem: 'wants a password' };
const syncing: Stack = { ...attic, status: 'notReady', problem: 'its chain is still syncing' };

describe('every wait explains itself', () => {
  it.each<[string, State, string]>([
    [
      'no network port',
      searching([]),
      'No Ethernet port found. The rig needs a wired connection; Wi-Fi is not supported',
    ],
    [
      'no cable',
      searching([noCable]),
      'No cable in eno1: plug in a network cable and the rig continues automatically (no Wi-Fi)',
    ],
    [
      'no cable in two ports',
      searching([noCable, { ...noCable, name: 'enp5s0' }]),
      'No cable in eno1, enp5s0: plug in a network cable and the rig continues automatically (no Wi-Fi)',
    ],
    [
      'no cable in many ports',
      searching(['a', 'b', 'c', 'd'].map((name) => ({ ...noCable, name }))),
      'No cable in any of the 4 network ports: plug in a network cable and the rig continues automatically (no Wi-Fi)',
    ],
    [
      'a cable, no address yet',
      searching([noAddress, { ...noCable, name: 'enp5s0' }], 3),
      'The cable in eno1 is in; waiting for an address from the router (3 s)',
    ],
    [
      'a cable, no address for long',
      searching([noAddress], 45),
      'No address on eno1 for 45 s: is the router on, and the cable plugged into it? The rig keeps asking',
    ],
    ['no stack yet', searching([eno1], 3), 'Looking for a mining stack on your network'],
    [
      'no stack yet in a network of IPv6',
      searching([{ ...eno1, addresses: ['fd00::40/64'] }], 3),
      'Looking for a mining stack on your network',
    ],
    [
      'no stack for long',
      searching([eno1], 30),
      'No mining stack found on your network so far: is it on, and on the same network? The rig keeps looking',
    ],
    [
      'nothing named and nothing looked for',
      lookingForNothing(),
      'The config names no pool, and discovery=no keeps the rig from looking for one: write pool=, or type an address here',
    ],
    [
      'a stack that is being asked',
      searching([eno1], 1, [{ ...pithead, status: 'probing' }]),
      'Asking pithead.local for work',
    ],
    [
      'a stack that wants a password',
      searching([eno1], 1, [wantsPassword]),
      'pithead.local: wants a password; enter its password on screen 2 (Stacks), or set pass= in rigforge.conf',
    ],
    ['a stack whose chain is syncing', searching([eno1], 1, [syncing]), 'Attic: its chain is still syncing'],
    [
      'several stacks, the nearest to mining first',
      searching([eno1], 1, [syncing, wantsPassword]),
      'pithead.local: wants a password; enter its password on screen 2 (Stacks), or set pass= in rigforge.conf (2 stacks found, none is ready)',
    ],
    ['going to mine', searching([eno1], 1, [pithead]), 'Going to mine at pithead.local:3333'],
    ['connecting', starting('connecting', 7).state, 'Connecting to pool.lan:3333 (7 s)'],
    ['taking memory', starting('allocating', 2, 2000).state, 'XMRig is reserving memory (2 s)'],
    [
      'building the dataset',
      starting('dataset', 34, 9000).state,
      'XMRig is building its dataset (2 GB), 34 s so far; slow PCs take a few minutes',
    ],
    [
      'building it for minutes',
      starting('dataset', 150, 9000).state,
      'XMRig is building its dataset (2 GB), 2 min so far; slow PCs take a few minutes',
    ],
    [
      'the first hashes',
      starting('hashing', 4, 9000).state,
      'Mining; the first hashrate appears after ten seconds',
    ],
    ['mining', mining().state, 'Mining at pool.lan:3333'],
  ])('%s', (_what, state, words) => expect(doing(state)).toBe(words));

  it('says when it starts to look at this machine, and what it reads', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    expect(doing(rig.state)).toContain('Checking this computer');
  });

  it('says that the pool’s own trouble keeps it from connecting', () => {
    const rig = starting('connecting', 1);
    const result = { ...syncing, problem: 'its chain is still syncing' };
    rig.tell({ event: 'probed', stackId: 'pool.lan:3333', address: '192.168.7.9', result });
    expect(doing(rig.state)).toBe('Connecting to pool.lan:3333 (1 s): its chain is still syncing');
  });

  it('names the cable first when it is what the pool is missing for', () => {
    const rig = mining();
    rig.tell({ event: 'surroundings', links: [noCable], keyboard: false });
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
    expect(doing(rig.state)).toContain('No cable in eno1');
  });

  it('does not call it starting where an address was typed and there is no network to get there', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'surroundings', links: [noCable], keyboard: true });
    rig.tell({ event: 'intent', intent: { intent: 'type', address: 'pool.lan', password: null } });
    const shown = () => snapshotOf(rig.state, { version: '', commit: '' });
    const noNetwork = { stage: 'repairing', doing: expect.stringContaining('No cable in eno1') };
    expect(shown()).toMatchObject(noNetwork);
    rig.minerStarted();
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
    expect(shown()).toMatchObject(noNetwork);
    rig.tell({ event: 'surroundings', links: [eno1], keyboard: true });
    expect(shown()).toMatchObject({ stage: 'starting', doing: 'Connecting to pool.lan:3333 (0 s)' });
  });

  it('says since when there is no connection', () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
    rig.tell({ event: 'minerLog', fact: { phase: 'connecting', height: null, problem: null } });
    rig.pass(75);
    expect(doing(rig.state)).toBe('No connection to pool.lan:3333 for 75 s; trying again');
  });

  it('says how often XMRig was started again, and why', () => {
    const rig = mining();
    const running = runningOf(rig.state);
    if (!running) throw new Error('not mining');
    const restarts = {
      ...running.miner.restarts,
      count: 3,
      reason: { reason: 'gone', ended: null } as const,
    };
    rig.state = { ...rig.state, phase: { ...running, miner: { ...running.miner, restarts } } };
    rig.tell({ event: 'minerStatus', pid: null, summary: null });
    expect(doing(rig.state)).toBe('XMRig stopped; starting it again. Restarted 3 times: XMRig had exited');
  });

  it('tells a dataset that the chain asked for from the first one', () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ hashrate: 0 }) });
    rig.tell({ event: 'minerLog', fact: { phase: 'allocating', height: null, problem: null } });
    expect(doing(rig.state)).toMatch(/rebuilding its dataset .* every three days/);
  });

  it('fits two lines of the smallest screen with a cable missing in three ports', () => {
    const links = ['enp0s31f6', 'enp5s0f0np0', 'enxa0b1c2d3e4f5'].map((name) => ({ ...noCable, name }));
    expect(doing(searching(links)).length).toBeLessThanOrEqual(150);
  });
});

describe('pause and power', () => {
  it('says how long a pause lasts, whatever the rig did before it', () => {
    for (const rig of [mining(), starting('dataset', 5, 9000)]) {
      rig.tell(ask('pause'));
      expect(doing(rig.state)).toBe('Paused; mining resumes automatically in 60 min');
      expect(rig.miner).toMatchObject({ process: { pid: null }, summary: null });
      rig.pass(3600 - 40);
      expect(doing(rig.state)).toBe('Paused; mining resumes automatically in 40 s');
      expect(rig.tell(ask('resume'))).toContainEqual(expect.objectContaining({ effect: 'startMiner' }));
      expect(rig.pausedUntil).toBeNull();
      rig.pass(3600);
      expect(rig.miner?.restarts.count).toBe(0);
    }
  });

  it('says so when there is nothing to pause', () => {
    const rig = new Rig().untilFinding();
    expect(rig.tell(ask('pause'))).toEqual([]);
    expect(rig.messages.at(-1)).toMatchObject({ where: 'pause', level: 'info' });
  });

  it('restarts and switches off a rig, and says when that fails', () => {
    const rig = mining();
    expect(rig.tell(ask('powerOff'))).toEqual([{ effect: 'power', action: 'powerOff' }]);
    expect(doing(rig.state)).toBe('Switching this computer off');
    rig.fails('power', 'systemctl: no answer');
    expect(doing(rig.state)).toBe('Mining at pool.lan:3333');
    expect(rig.messages.at(-1)?.text).toBe('systemctl: no answer');
    rig.tell(ask('reboot'));
    expect(doing(rig.state)).toBe('Restarting this computer');
  });

  it('refuses both on somebody’s own computer, with a sentence', () => {
    for (const intent of ['reboot', 'powerOff'] as const) {
      const rig = mining();
      rig.state = { ...rig.state, host: LAPTOP };
      expect(rig.tell(ask(intent))).toEqual([]);
      expect(rig.messages.at(-1)?.text).toContain('your own computer');
      expect(doing(rig.state)).toBe('Mining at pool.lan:3333');
    }
  });
});

it('names a single stack that lets the rig in and hangs up, for as long as it does', () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
  rig.minerStarted();
  const look = (connectedMs: number, failures: number) => {
    const seen = summary({ connectedMs, failures, hashrate: connectedMs > 0 ? 1000 : 0 });
    rig.tell({ event: 'minerStatus', pid: 42, summary: seen });
  };
  for (let second = 0; second < 120; second += 10) {
    look(second % 20 === 0 ? 3000 : 0, second / 10);
    rig.pass(10);
  }
  look(0, 13);
  expect(doing(rig.state)).toContain(': it accepts the login and hangs up, again and again');
  look(40_000, 13);
  expect(doing(rig.state)).toBe('Mining at pool.lan:3333');
});
