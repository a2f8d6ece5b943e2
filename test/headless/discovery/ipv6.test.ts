import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { canMakeLan, createLan, type Host, type Lan } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

const STRATUM = '_stratum._tcp';
/** The port of mDNS as `/proc/net/udp6` has it. */
const MDNS_PORT = ':14E9 ';

describe.skipIf(!canMakeLan)('a LAN that has IPv6 and nothing else', { concurrent: true }, () => {
  let lan: Lan;
  let rigHost: Host;

  beforeAll(async () => {
    lan = await createLan();
    rigHost = await lan.host('fd00:77::9/64');
    // The port is shared with it, as on the image with systemd-resolved.
    await rigHost.avahi('a-rig');
  });
  afterAll(() => lan.close());

  it('has its stacks found by name and by DNS-SD, and sees them say goodbye', async () => {
    const [named, attic] = await Promise.all([lan.host('fd00:77::11/64'), lan.host('fd00:77::12/64')]);
    const [avahi, rig] = await Promise.all([
      named.avahi('pithead'),
      rigOn(rigHost),
      stackOn(named),
      stackOn(attic, '--port', '4444', '--kind', 'p2pool'),
      attic.avahi('box', [{ name: 'Attic', type: STRATUM, port: 4444 }]),
    ]);
    const isReady = (id: string) => rig.until(({ stack }) => stack?.id === id && stack.status === 'ready');
    const [byName, advertised] = await Promise.all([
      isReady('pithead.local:3333'),
      isReady('box.local:4444'),
    ]);
    expect(byName.stack).toMatchObject({ address: 'fd00:77::11', found: 'mdnsName', height: 3_810_000 });
    expect(advertised.stack).toMatchObject({ address: 'fd00:77::12', found: 'dnsSd', name: 'Attic' });
    avahi.kill('SIGTERM');
    await rig.until(({ gone }) => gone === 'pithead.local:3333');
  });

  it('has its names resolved', async () => {
    const host = await lan.host('fd00:77::21/64');
    await host.avahi('my-stack');
    const resolve = join(import.meta.dirname, '../../../headless/discovery/resolve.ts');
    const script = `import { resolveHost } from '${resolve}';
      console.log(JSON.stringify(await Promise.all(['my-stack.local', 'My-Stack', 'fd00::1'].map((host) => resolveHost(host)))))`;
    const answer = await rigHost.run(process.execPath, '--input-type=module-typescript', '-e', script);
    expect(JSON.parse(answer)).toEqual([['fd00:77::21'], ['fd00:77::21'], ['fd00::1']]);
  });

  it('has a stack without an address from the router: it is reached on its link', async () => {
    const host = await lan.host();
    await Promise.all([host.avahi('umbrel'), stackOn(host, '--address', '::')]);
    const rig = await rigOn(rigHost);
    const { stack } = await rig.until(
      (report) => report.stack?.id === 'umbrel.local:3333' && report.stack.status === 'ready',
    );
    expect(stack?.address).toMatch(/^fe80::.*%eth0$/);
  });
});

describe.skipIf(!canMakeLan)('a liar on a LAN of IPv6', () => {
  it('is not believed from another port or network, nor with an address of another network', async () => {
    const lan = await createLan();
    onTestFinished(() => lan.close());
    const [liar, listener] = await Promise.all([lan.host('fd00:77::66/64'), lan.host('fd00:77::67/64')]);
    await liar.run('ip', 'address', 'add', 'fd00:9::7/128', 'dev', 'eth0');
    await listener.run('ip', 'route', 'add', 'fd00:9::7/128', 'dev', 'eth0');
    const rig = await rigOn(listener);
    // Before it listens there is nothing to believe.
    await expect.poll(() => listener.run('cat', '/proc/net/udp6')).toContain(MDNS_PORT);
    const spoof = join(import.meta.dirname, 'spoof.ts');
    liar.start(process.execPath, spoof, 'fd00:77::66', 'fd00:9::7', 'fd00:77::67');
    // The last answer, which is as it should be, is the first that is believed.
    const { stack } = await rig.until((report) => report.stack !== undefined);
    expect(stack).toMatchObject({ id: 'pithead-5.local:3333', address: 'fd00:77::66' });
  });
});

describe.skipIf(!canMakeLan)('a LAN that has both', () => {
  it('is asked by IPv4 alone, also where the router gives IPv6 first', async () => {
    const lan = await createLan();
    onTestFinished(() => lan.close());
    const host = await lan.host('10.77.0.5/24', 'fd00:77::5/64');
    const late = await lan.host();
    const [rig] = await Promise.all([rigOn(late), host.avahi('pithead'), stackOn(host)]);
    await late.address('fd00:77::9/64');
    await sleep(1500);
    expect(rig.stacks().size).toBe(0);
    await late.address('10.77.0.9/24');
    const { stack } = await rig.until((report) => report.stack?.status === 'ready');
    expect(stack?.address).toBe('10.77.0.5');
    await sleep(3500);
    expect(await late.run('cat', '/proc/net/udp6')).not.toContain(MDNS_PORT);
  });
});

describe.skipIf(!canMakeLan)('a rig with a link of each', () => {
  it('asks each in its way, and knows which link an answer came from', async () => {
    const [home, shed] = await Promise.all([createLan(), createLan()]);
    onTestFinished(async () => void (await Promise.all([home.close(), shed.close()])));
    const rigHost = await home.host('10.77.0.9/24');
    await shed.plugIn(rigHost, 'fd00:78::9/64');
    const [atHome, inShed] = await Promise.all([home.host('10.77.0.5/24'), shed.host()]);
    const [rig] = await Promise.all([
      rigOn(rigHost),
      atHome.avahi('pithead'),
      stackOn(atHome),
      inShed.avahi('p2pool'),
      stackOn(inShed, '--address', '::'),
    ]);
    const isReady = (id: string) => rig.until(({ stack }) => stack?.id === id && stack.status === 'ready');
    const [first, second] = await Promise.all([isReady('pithead.local:3333'), isReady('p2pool.local:3333')]);
    expect(first.stack?.address).toBe('10.77.0.5');
    expect(second.stack?.address).toMatch(/^fe80::.*%eth1$/);
    await rigHost.run('ip', 'link', 'set', 'eth1', 'down');
    await rig.until(({ gone }) => gone === 'p2pool.local:3333');
    expect([...rig.stacks().keys()]).toEqual(['pithead.local:3333']);
  });
});
