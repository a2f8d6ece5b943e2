/** What owners wrote on their sticks, and where a rig then mines, under which name: a ready stack is always beside it. */
import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { OWN_NAME_FORM } from '../../../headless/config/variables.ts';
import type { ProbeResult } from '../../../headless/discovery/probe.ts';
import { xmrigConfig } from '../../../headless/miner/xmrig-config.ts';
import type { MiningTarget } from '../../../headless/pool.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { WALLET } from '../config/addresses.ts';
import { facts, pithead, Rig } from '../rig.ts';

const HOSTNAME = OWN_NAME_FORM;
const tuning = { mode: 'fast' as const, oneGbPages: false, numa: true, threads: null };
const BUILD = { version: '', commit: '' };

/** A rig with this file on its stick; pithead.local is found a moment later. */
function rigWith(content: string, name = 'rigforge.conf'): Rig {
  const rig = new Rig();
  rig.tell({ event: 'started' });
  rig.tell({ event: 'adoptionChecked', session: null, pid: null });
  readStick(rig, content, name);
  const link = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };
  rig.tell({ event: 'surroundings', links: [link], keyboard: false });
  rig.readRig();
  rig.tuned();
  rig.tell({ event: 'stackSeen', stack: pithead });
  return rig;
}

function readStick(rig: Rig, content: string, name = 'rigforge.conf') {
  const config = readOwnerConfig({ cmdline: '', files: [{ name, content: Buffer.from(content) }] });
  return rig.tell({ event: 'configRead', config, stickPresent: true, stickRead: true });
}

/** The pools as XMRig got them when it was started last. */
function given(rig: Rig): Record<string, unknown>[] {
  const target = rig.started().at(-1)?.target as MiningTarget;
  const config = xmrigConfig({ target, tuning, donatePercent: 1, label: rig.state.label });
  return (config as { pools: Record<string, unknown>[] }).pools;
}

const says = (rig: Rig) =>
  snapshotOf(rig.state, BUILD).messages.map(({ where, text }) => `${where}: ${text}`);

describe('a stack that has the name of the rig', () => {
  it('is one where its name leads to another computer', () => {
    const rig = rigWith('pool=pithead.local\nlabel=pithead');
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(says(rig).join()).not.toContain('is this rig itself');
  });

  it('is the rig itself where its name leads to the rig, or nobody knows where', () => {
    const rig = rigWith('pool=garage.local\nlabel=garage');
    expect(says(rig).join()).toContain('garage.local is this rig itself');
    const result = { ...pithead, status: 'unreachable' as const, tls: false, problem: null };
    rig.tell({ event: 'probed', stackId: 'garage.local:3333', address: '192.168.7.40', result });
    expect(says(rig).join()).toContain('garage.local is this rig itself');
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
  });
});

it('the IPv6 address of the rig is the rig itself, however it is spelt', () => {
  const rig = rigWith('pool=[FD00:0:0::0:40]:3333');
  expect(says(rig).join()).not.toContain('is this rig itself');
  const link = { name: 'eno1', carrier: true, addresses: ['fd00::40/64'] };
  rig.tell({ event: 'surroundings', links: [link], keyboard: false });
  expect(says(rig).join()).toContain('fd00::40 is this rig itself');
});

describe('a place that can never work', () => {
  it.each([
    ['{"P2POOL_NODE_HOSTNAME":"YOUR_STACK_IP_OR_HOSTNAME"}', 'still has to be filled in'],
    ['pool=127.0.0.1:3333', 'is this rig itself'],
    ['pool=localhost', 'is this rig itself'],
    ['pool=0.0.0.0', 'means every address'],
    ['Settings:\nlabel=garage', 'unknown key "Settings"'],
    ['label: garage\ncores: 6', 'not used by the image: cores'],
    ['v1.2', 'is not understood'],
    ['{"pools":[{"url":"192.168.1.20:18081","daemon":true}]}', 'solo mining'],
    ['pool=192.168.7.9\nsocks5=127.0.0.1:9050', 'no proxy runs on it'],
    ['pool=192.168.7.9\nsocks5=192.168.7.40:9050', '192.168.7.40 is this rig itself, and no proxy'],
    ['pool=abc.onion\nuser=rig', 'through Tor only'],
    ['pool=pool.example.org\nuser=YOUR_WALLET_ADDRESS', 'as if this pool were not there'],
    ['pool=pool.example.org\nuser=DEINE_WALLET_ADRESSE', 'as if this pool were not there'],
    ['{"pools":[{"url":"donate.v2.xmrig.com:3333","user":"YOUR_WALLET_ADDRESS"}]}', 'filled in'],
  ])('is named, and the rig mines at the stack that is ready: %s', (content, named) => {
    const rig = rigWith(content);
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(says(rig).join('\n')).toContain(named);
  });

  it('is told by the address that the router gave the rig', () => {
    const rig = rigWith('pool=192.168.7.40');
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(says(rig)).toContainEqual(
      expect.stringContaining('rigforge.conf line 1: 192.168.7.40 is this rig itself'),
    );
  });

  it('is left when the router gives that address only after the rig had begun', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 0 });
    readStick(rig, 'pool=192.168.7.77\nwait=0');
    rig.pass(1);
    rig.minerStarted();
    expect(rig.minesAt()).toBe('192.168.7.77');
    const link = { name: 'eno1', carrier: true, addresses: ['192.168.7.77/24'] };
    const effects = rig.tell({ event: 'surroundings', links: [link], keyboard: false });
    expect(effects).toContainEqual({ effect: 'stopMiner' });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(effects).toContainEqual({ effect: 'sweep', wanted: true });
  });

  it('is told by a name that leads to the rig, and by its own', () => {
    const rig = rigWith('pool=me.lan\nlabel=me');
    rig.tell({
      event: 'probed',
      stackId: 'me.lan:3333',
      address: '192.168.7.40',
      result: { ...pithead, status: 'refused', problem: 'closed' },
    });
    rig.pass(10);
    expect(rig.minesAt()).toBe('pithead.local');
    const own = rigWith('pool=shed.local\nlabel=shed');
    own.pass(10);
    expect(own.minesAt()).toBe('pithead.local');
  });

  it('is refused at the console as well', () => {
    const rig = rigWith('');
    rig.tell({ event: 'intent', intent: { intent: 'type', address: '127.0.0.1', password: null } });
    expect(rig.messages).toMatchObject([
      { where: 'typed address', text: expect.stringContaining('is this rig itself') },
    ]);
    expect(rig.state.choice).toBeNull();
  });
});

describe('a user as its pool wants it', () => {
  it.each([
    ['nanopool', 'pool=xmr-eu1.nanopool.org:10343', `${WALLET}.rig1/me@example.com`],
    ['Kryptex', 'pool=xmr.kryptex.network:7029', 'me@example.com/rig1'],
    ['unMineable', 'pool=rx.unmineable.com:3333', 'DOGE:Dabc.rig1#ab-cd'],
  ])('is given to XMRig as it is written: %s', (_, pool, user) => {
    const rig = rigWith(`${pool}\nuser=${user}\nwait=0`);
    expect(given(rig)).toMatchObject([{ user, pass: 'x' }]);
    // No second name for the worker beside the one in the user.
    expect(given(rig)[0]).not.toHaveProperty('rig-id');
    expect(doing(rig.state)).not.toContain('YOUR_WALLET');
  });

  it('has the label of each rig where XMRig would have its host name', () => {
    const pools = [{ url: 'pool.example.com:3333', user: `${WALLET}.${HOSTNAME}`, pass: HOSTNAME }];
    const rig = rigWith(JSON.stringify({ pools, wait: 0 }), 'config.json');
    expect(given(rig)).toMatchObject([{ user: `${WALLET}.${facts.label}`, pass: facts.label }]);
  });

  it.each([
    ['a wallet that was cut', WALLET.slice(0, 94)],
    ['one with a character changed', `${WALLET.slice(0, 30)}x${WALLET.slice(31)}`],
    ['a variable that nobody fills in', '%WAL%.rig'],
  ])('is not mined with, nor anywhere else, when it is %s', (_, user) => {
    const rig = rigWith(`pool=pool.example.com\nuser=${user}`);
    rig.pass(120);
    expect(rig.started()).toEqual([]);
    expect(says(rig).join('\n')).toContain('correct its user, which cannot be used as it is written');
    expect(doing(rig.state)).not.toContain('YOUR_WALLET');
  });

  it('that is wrong is what a person who chooses the pool is told of', () => {
    const rig = rigWith('pool=pool.example.com\nuser=YOUR_WALLET_ADDRESS');
    const stackId = 'pool.example.com:3333';
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId, password: null } });
    expect(rig.messages.at(-1)?.text).toContain('correct its user');
    expect(rig.started()).toEqual([]);
  });

  it('that is wrong keeps no rig from its own stack', () => {
    const rig = rigWith('pool=stack.lan\nuser=YOUR_NAME\nwait=0');
    expect(given(rig)).toMatchObject([{ url: 'stack.lan:3333', user: facts.label, 'rig-id': facts.label }]);
  });
});

it('no password is in what the rig shows, or writes on the stick', () => {
  const rig = rigWith(
    'pool=127.0.0.1\npass=hunter2\npool=pool.example.com\nuser=me hunter2\npass=hunter2 x\npool=b.lan:99999 pass=hunter2',
  );
  rig.pass(200);
  const reports = rig.effects.flatMap((effect) => (effect.effect === 'writeReport' ? effect.text : []));
  expect(reports.join()).toContain('127.0.0.1 is this rig itself');
  expect(JSON.stringify([reports, snapshotOf(rig.state, BUILD)])).not.toContain('hunter2');
});

describe('one name for one worker', () => {
  const fileOf = (...pools: object[]) => JSON.stringify({ pools, wait: 0 });

  it("is the user of RigForge's file, for discovery as well", () => {
    const rig = rigWith(
      fileOf({ url: 'pithead.local:3333', user: 'garage-ryzen', pass: 'x' }),
      'config.json',
    );
    expect(given(rig)[0]).toMatchObject({ user: 'garage-ryzen' });
    expect(given(rig)[0]).not.toHaveProperty('rig-id');
    const names = rig.effects.flatMap((effect) => (effect.effect === 'discover' ? effect.label : []));
    expect(new Set(names)).toEqual(new Set(['garage-ryzen']));
  });

  it('is the rig-id of an XMRig pool, which is the label too', () => {
    const rig = rigWith(fileOf({ url: '192.168.1.20:3333', 'rig-id': 'garage' }), 'config.json');
    expect(given(rig)).toMatchObject([{ user: 'garage', 'rig-id': 'garage' }]);
  });

  it('is the label beside a wallet that names no worker, and beside the user of nobody', () => {
    const two = fileOf(
      { url: '192.168.1.20:3333', user: WALLET },
      { url: '192.168.1.21:3333', user: 'x+10000' },
    );
    const rig = rigWith(two, 'config.json');
    expect(given(rig)).toMatchObject([
      { user: WALLET, 'rig-id': facts.label },
      { user: 'x+10000', 'rig-id': facts.label },
    ]);
    const names = rig.effects.flatMap((effect) => (effect.effect === 'discover' ? effect.label : []));
    expect(new Set(names)).toEqual(new Set([facts.label]));
  });

  it('stays with a choice at the console', () => {
    const rig = rigWith(fileOf({ url: '192.168.1.20:3333', user: 'garage' }), 'config.json');
    const stackId = '192.168.1.20:3333';
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId, password: null } });
    expect(given(rig)).toMatchObject([{ user: 'garage' }]);
    expect(given(rig)[0]).not.toHaveProperty('rig-id');
  });
});

describe('a pool of the file of which nothing was said about TLS', () => {
  const secure: ProbeResult = { ...pithead, tls: true, fingerprint: 'ab'.repeat(32) };
  const answer = (rig: Rig, stackId: string, result = secure) =>
    rig.tell({ event: 'probed', stackId, address: null, result });
  const openOf = (rig: Rig, stackId: string) =>
    rig.effects.flatMap((one) => (one.effect === 'probe' && one.stackId === stackId ? one.open : []));

  it('is mined at with TLS where it speaks that, from the first start on', () => {
    const rig = rigWith(`pool=pool.example:443\nuser=${WALLET}`);
    expect(openOf(rig, 'pool.example:443')).toEqual([true]);
    answer(rig, 'pool.example:443');
    rig.pass(6);
    // Public pools renew their certificates: nothing is pinned that was not asked for.
    expect(given(rig)).toMatchObject([{ url: 'pool.example:443', tls: true, 'tls-fingerprint': null }]);
    expect(rig.started()).toHaveLength(1);
    rig.minerStarted();
    answer(rig, 'pool.example:443');
    expect(rig.started()).toHaveLength(1);
  });

  it('is found out later too, and stays with it when the stick is read again', () => {
    const rig = rigWith('pool=stack.lan\nwait=0');
    rig.minerStarted();
    expect(given(rig)).toMatchObject([{ tls: false }]);
    answer(rig, 'stack.lan:3333');
    // A stack of one's own is held to the certificate that it has.
    expect(given(rig)).toMatchObject([{ tls: true, 'tls-fingerprint': 'ab'.repeat(32) }]);
    rig.minerStarted();
    readStick(rig, 'pool=stack.lan\nwait=0\nlabel=other');
    answer(rig, 'stack.lan:3333', { ...secure, status: 'notReady', fingerprint: 'cd'.repeat(32) });
    readStick(rig, 'pool=stack.lan\nwait=0');
    expect(rig.started()).toHaveLength(2);
    expect(rig.state.stacks['stack.lan:3333']?.doubt).toBe('changedSinceStart');
  });

  it('is found out further down the list, when it is needed', () => {
    const rig = rigWith('pool=a.lan\npool=b.lan\nwait=0');
    rig.minerStarted();
    answer(rig, 'b.lan:3333');
    expect(given(rig)).toMatchObject([
      { url: 'b.lan:3333', tls: true },
      { url: 'a.lan:3333', tls: false },
    ]);
  });

  it('is left as its owner says', () => {
    const rig = rigWith('pool=stack.lan\ntls=no\nwait=0');
    expect(openOf(rig, 'stack.lan:3333')).toEqual([false]);
    rig.minerStarted();
    answer(rig, 'stack.lan:3333');
    expect(given(rig)).toMatchObject([{ tls: false }]);
  });
});

it('a work that XMRig cannot use is on the screen until the pool works', () => {
  const rig = rigWith('pool=stack.lan:3333\nwait=0');
  rig.minerStarted();
  const problem = { problem: 'unusable', pool: 'stack.lan:3333', code: '6' } as const;
  rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem } });
  expect(says(rig)).toContain(
    'XMRig: stack.lan:3333 sends work that XMRig cannot use: it is for another algorithm',
  );
  rig.untilMining();
  expect(says(rig).join()).not.toContain('cannot use');
});
