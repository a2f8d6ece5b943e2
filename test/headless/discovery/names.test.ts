import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMakeLan, createLan, type Host, type Lan, output } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

const FLOOD = join(import.meta.dirname, 'flood.ts');
const STRATUM = '_stratum._tcp';

describe.skipIf(!canMakeLan)('names on a LAN with Avahi', () => {
  let lan: Lan;
  let rigHost: Host;

  beforeAll(async () => {
    lan = await createLan();
    rigHost = await lan.host('10.78.0.9/24');
  });
  afterAll(() => lan.close());

  it('resolves a name by mDNS, and gives up on one that nobody has', async () => {
    const host = await lan.host('10.78.0.71/24');
    await host.avahi('my-stack');
    const resolve = join(import.meta.dirname, '../../../headless/discovery/resolve.ts');
    const script = `import { resolveHost } from '${resolve}'; const signal = AbortSignal.timeout(1500);
      console.log(JSON.stringify(await Promise.all(['my-stack.local', 'My-Stack', 'nobody.local', '10.1.2.3'].map((host) => resolveHost(host, { signal })))))`;
    const answer = await rigHost.run(process.execPath, '--input-type=module-typescript', '-e', script);
    expect(JSON.parse(answer)).toEqual([['10.78.0.71'], ['10.78.0.71'], [], ['10.1.2.3']]);
  });

  it('finds a stack that is advertised as the documentation says', async () => {
    const host = await lan.host('10.78.0.41/24');
    const page = await readFile(new URL('../../../docs/discovery.md', import.meta.url), 'utf8');
    const [, xml = ''] = /```xml\n([\s\S]*?)```/.exec(page) ?? [];
    const [rig] = await Promise.all([rigOn(rigHost), host.avahi('garage', [xml]), stackOn(host)]);
    const { stack } = await rig.until(
      (report) => report.stack?.id === 'garage.local:3333' && report.stack.status === 'ready',
    );
    expect(stack).toMatchObject({ name: 'Monero stack on garage', found: 'dnsSd', address: '10.78.0.41' });
  });

  it('finds the real stack in a flood of a thousand bogus answers, and stays small', async () => {
    const host = await lan.host('10.78.0.51/24');
    const hostile = await lan.host('10.78.0.66/24');
    const flood = hostile.start(process.execPath, FLOOD, '10.78.0.66', '10.78.0.67');
    await output(flood, /flooding/);
    const [rig] = await Promise.all([rigOn(rigHost), stackOn(host)]);
    await rig.until((report) => report.stack?.found === 'dnsSd');
    await host.avahi('pithead-5', [{ name: 'Honest', type: STRATUM, port: 3333 }]);
    await rig.until(
      (report) => report.stack?.id === 'pithead-5.local:3333' && report.stack.status === 'ready',
    );
    rig.ask('memory');
    const { memory } = await rig.until((report) => report.memory !== undefined);
    // Node collects its garbage late; what matters is that there is a bound.
    expect(memory).toBeLessThan(250e6);
    const stacks = [...rig.stacks().values()].filter(({ found }) => found === 'dnsSd');
    expect(stacks.length).toBeLessThanOrEqual(64);
    for (const { name, address } of stacks) {
      expect(name).not.toMatch(/[\x1b\u202e]/);
      expect(address).not.toBe('8.8.8.8');
    }
    flood.kill('SIGKILL');
  });

  it('sees a link that comes up later, and one that goes away', async () => {
    const host = await lan.host('10.78.0.81/24');
    const late = await lan.host();
    const [rig] = await Promise.all([rigOn(late), host.avahi('xmrig-proxy'), stackOn(host)]);
    await late.address('10.78.0.82/24');
    await rig.until(
      (report) => report.stack?.name === 'xmrig-proxy.local' && report.stack.status === 'ready',
    );
    await late.run('ip', 'link', 'set', 'eth0', 'down');
    await rig.until((report) => report.gone === 'xmrig-proxy.local:3333');
  });
});
