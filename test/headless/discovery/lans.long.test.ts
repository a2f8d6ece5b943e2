import { afterEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../../headless/snapshot.ts';
import { engineOn } from './engine-on-lan.ts';
import { canMakeLan, createLan, type Lan } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

const STRATUM = '_stratum._tcp';
const lans: Lan[] = [];

async function newLan(): Promise<Lan> {
  const lan = await createLan();
  lans.push(lan);
  return lan;
}

describe.skipIf(!canMakeLan)('LANs as people have them', { timeout: 120_000 }, () => {
  afterEach(async () => {
    await Promise.all(lans.splice(0).map((lan) => lan.close()));
  });

  it('have three stacks at once: all are found, and the rig guesses the one with the well-known name', async () => {
    const lan = await newLan();
    const [named, advertised, bare] = await Promise.all([
      lan.host('10.81.0.11/24'),
      lan.host('10.81.0.12/24'),
      lan.host('10.81.0.13/24'),
    ]);
    await Promise.all([
      named.avahi('pithead'),
      advertised.avahi('box', [{ name: 'Attic', type: STRATUM, port: 3333 }]),
      stackOn(named),
      stackOn(advertised),
      stackOn(bare, '--kind', 'p2pool'),
    ]);
    const rigHost = await lan.host('10.81.0.9/24');
    const engine = await engineOn(rigHost);
    const { target } = await engine.until(
      ({ stacks, target }) =>
        target !== null && stacks.filter(({ status }) => status === 'ready').length === 2,
    );
    expect(target).toMatchObject({
      host: 'pithead.local',
      address: '10.81.0.11',
      source: 'discovery',
      why: 'automatic choice: one of 2 stacks found on this network',
    });
    await engine.stop();

    // Nobody sweeps where names lead to a stack; a rig that has lost its guess does.
    const rig = await rigOn(rigHost, { sweep: true });
    await rig.until(() => readyAt(rig.stacks()).length === 3);
    expect(readyAt(rig.stacks())).toEqual(['mdnsName 10.81.0.11', 'dnsSd 10.81.0.12', 'sweep 10.81.0.13']);
  });

  it('have nothing but a bare P2Pool: the rig goes there, and says how it was found', async () => {
    const lan = await newLan();
    const bare = await lan.host('10.82.0.77/24');
    await stackOn(bare, '--kind', 'p2pool');
    const engine = await engineOn(await lan.host('10.82.0.9/24'));
    const { target } = await engine.until((snapshot) => snapshot.target !== null);
    expect(target).toMatchObject({
      host: '10.82.0.77',
      address: '10.82.0.77',
      why: 'the only stack found by asking every address of this network',
    });
    await engine.stop();
  });

  it('are two, one on each interface of the rig', async () => {
    const [home, shed] = await Promise.all([newLan(), newLan()]);
    const rigHost = await home.host('10.83.0.9/24');
    await shed.plugIn(rigHost, '10.84.0.9/24');
    const [atHome, inShed, bare] = await Promise.all([
      home.host('10.83.0.11/24'),
      shed.host('10.84.0.12/24'),
      shed.host('10.84.0.13/24'),
    ]);
    await Promise.all([
      atHome.avahi('pithead'),
      inShed.avahi('p2pool'),
      stackOn(atHome),
      stackOn(inShed, '--kind', 'p2pool'),
      stackOn(bare),
    ]);
    const rig = await rigOn(rigHost, { sweep: true });
    await rig.until(() => readyAt(rig.stacks()).length === 3);
    expect(readyAt(rig.stacks())).toEqual(['mdnsName 10.83.0.11', 'mdnsName 10.84.0.12', 'sweep 10.84.0.13']);
    // The shed's switch is unplugged: what was there is gone, and the rest stays.
    await rigHost.run('ip', 'link', 'set', 'eth1', 'down');
    await rig.until(() => rig.stacks().size === 1);
    expect(readyAt(rig.stacks())).toEqual(['mdnsName 10.83.0.11']);
  });

  it('hold names of their owner, and one host under several names', async () => {
    const lan = await newLan();
    const [own, both] = await Promise.all([lan.host('10.85.0.11/24'), lan.host('10.85.0.12/24')]);
    await Promise.all([
      own.avahi('cellar-box'),
      stackOn(own),
      both.avahi('umbrel', [{ name: 'The same again', type: STRATUM, port: 3333 }]),
      stackOn(both, '--name', 'monero'),
    ]);
    const rig = await rigOn(await lan.host('10.85.0.9/24'), { names: ['cellar-box'] });
    await rig.until(() => readyAt(rig.stacks()).length === 2);
    expect(readyAt(rig.stacks())).toEqual(['mdnsName 10.85.0.11', 'mdnsName 10.85.0.12']);
    expect([...rig.stacks().keys()]).toContain('cellar-box.local:3333');
    // Whatever else is said about it, it stays one stack.
    rig.ask('lookAgain');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(rig.stacks().size).toBe(2);
  });

  it('lose a stack without a goodbye: it is forgotten when its records have run out', async () => {
    const lan = await newLan();
    const host = await lan.host('10.86.0.11/24');
    const avahi = await host.avahi('pithead-3');
    await stackOn(host);
    const rig = await rigOn(await lan.host('10.86.0.9/24'));
    await rig.until((report) => report.stack?.status === 'ready');
    avahi.kill('SIGKILL');
    rig.skip(110);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(rig.stacks().size).toBe(1);
    rig.skip(15);
    await rig.until((report) => report.gone === 'pithead-3.local:3333');
  });
});

/** Found how and where, of those that are ready, in the order of addresses. */
function readyAt(stacks: Map<string, Stack>): string[] {
  return [...stacks.values()]
    .filter(({ status }) => status === 'ready')
    .map(({ found, address }) => `${found} ${address}`)
    .sort((a, b) => (a.split(' ')[1] ?? '').localeCompare(b.split(' ')[1] ?? '', 'en'));
}
