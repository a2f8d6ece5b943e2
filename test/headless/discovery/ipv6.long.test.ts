import { describe, expect, it, onTestFinished } from 'vitest';
import type { Snapshot } from '../../../headless/snapshot.ts';
import { engineOn } from './engine-on-lan.ts';
import { canMakeLan, createLan, type Lan } from './lan.ts';
import { stackOn } from './rig-on-lan.ts';

const PATIENCE = 240_000;
const EASY = ['--difficulty', '200', '--fixed'];

async function newLan(): Promise<Lan> {
  const lan = await createLan();
  onTestFinished(() => lan.close());
  return lan;
}

describe.skipIf(!canMakeLan)('a rig on a LAN that has IPv6 and nothing else', { timeout: PATIENCE }, () => {
  it('has an address once the router gave one, and looks for a stack', async () => {
    const lan = await newLan();
    const host = await lan.host();
    const engine = await engineOn(host);
    const waiting = await engine.until(({ doing }) => doing.includes('waiting for an address'));
    expect(waiting.rig.links).toMatchObject([{ name: 'eth0', carrier: true, addresses: [] }]);
    await host.address('fd00:88::9/64');
    const looking = await engine.until(({ doing }) => doing.startsWith('Looking for a mining stack'));
    expect(looking.rig.links).toMatchObject([{ name: 'eth0', addresses: ['fd00:88::9/64'] }]);
    await engine.stop();
  });

  it('mines at the stack that it finds there, and follows it to another address', async () => {
    const lan = await newLan();
    const [host, rig] = await Promise.all([lan.host('fd00:88::5/64'), lan.host('fd00:88::9/64')]);
    const [, stack] = await Promise.all([
      host.avahi('pithead'),
      stackOn(host, '--address', '::', ...EASY),
      rig.avahi('a-rig'),
    ]);
    const engine = await engineOn(rig, { mines: true, addresses: ['fd00:88::9/64'] });
    const mining = await engine.until(hasMined('pithead.local:3333'));
    expect(mining).toMatchObject({
      target: { host: 'pithead.local', address: 'fd00:88::5', source: 'discovery' },
      miner: { pool: 'fd00:88::5:3333' },
    });
    expect(stack.text()).toContain('"from":"fd00:88::9:');

    await host.address('fd00:88::6/64');
    stack.stdin?.write('{"command":"drop"}\n');
    const moved = await engine.until(
      ({ miner, target }) => target?.address === 'fd00:88::6' && miner?.connected === true,
    );
    expect(moved.target).toMatchObject({ host: 'pithead.local', source: 'discovery' });
    await engine.stop();
  });

  it('mines at a stack that has no address but the link-local one', async () => {
    const lan = await newLan();
    const [host, rig] = await Promise.all([lan.host(), lan.host('fd00:88::9/64')]);
    await Promise.all([host.avahi('pithead'), stackOn(host, '--address', '::', ...EASY)]);
    const engine = await engineOn(rig, { mines: true, addresses: ['fd00:88::9/64'] });
    const { target, miner } = await engine.until(hasMined('pithead.local:3333'));
    expect(target?.address).toMatch(/^fe80::.*%eth0$/);
    expect(miner?.pool).toBe(`${target?.address}:3333`);
    await engine.stop();
  });

  it('mines at the address that its owner wrote, however it is spelt', async () => {
    const lan = await newLan();
    const [host, rig] = await Promise.all([lan.host('fd00:88::5/64'), lan.host('fd00:88::9/64')]);
    await Promise.all([host.avahi('pithead'), stackOn(host, ...EASY)]);
    const cmdline = 'rigforge.pool=[FD00:88:0::0:5]:3333 rigforge.wait=0';
    const engine = await engineOn(rig, { mines: true, cmdline, addresses: ['fd00:88::9/64'] });
    const { stacks } = await engine.until(hasMined('[fd00:88::5]:3333'));
    // What discovery finds at that address is the same place.
    expect(stacks.map(({ id }) => id)).toEqual(['fd00:88::5:3333']);
    await engine.stop();
  });
});

/** Mining there, as the screen says it, with a share that was accepted. */
function hasMined(place: string): (snapshot: Snapshot) => boolean {
  return ({ doing, miner }) => doing === `Mining at ${place}` && (miner?.accepted ?? 0) > 0;
}
