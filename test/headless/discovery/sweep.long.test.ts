import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMakeLan, createLan, type Host, type Lan } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

const NEIGHBOURS = join(import.meta.dirname, '../../../headless/discovery/resolve.ts');

describe.skipIf(!canMakeLan)('a sweep of a LAN where no name leads to a stack', { timeout: 120_000 }, () => {
  let lan: Lan;
  let rigHost: Host;

  beforeAll(async () => {
    lan = await createLan();
    rigHost = await lan.host('10.79.0.9/16');
  });
  afterAll(() => lan.close());

  it('finds a bare P2Pool by its address, logs in to it once, and follows it by its network card', async () => {
    const host = await lan.host('10.79.0.200/16');
    const outside = await lan.host('10.79.1.20/16');
    const web = await lan.host('10.79.0.31/16');
    const [stack, other, liar] = await Promise.all([
      stackOn(host, '--kind', 'p2pool', '--address', '0.0.0.0'),
      stackOn(outside, '--kind', 'p2pool'),
      stackOn(web, '--fault', 'http'),
    ]);
    const before = Date.now();
    const rig = await rigOn(rigHost, { sweep: true });
    const found = await rig.until((report) => report.stack?.status === 'ready');
    expect(found.at - before).toBeGreaterThan(5000);
    const mac = /ether (\S+)/.exec(await host.run('ip', 'link', 'show', 'eth0'))?.[1]?.replaceAll(':', '-');
    expect(found.stack).toMatchObject({
      id: `${mac}:3333`,
      name: '10.79.0.200',
      host: mac,
      address: '10.79.0.200',
      found: 'sweep',
      kind: 'p2pool',
      height: 3_810_000,
    });

    // It gets another address, one that the sweep has passed already: the same stack, wherever it is asked for.
    await host.address('10.79.0.20/16');
    const script = `import { resolveHost } from '${NEIGHBOURS}'; console.log(JSON.stringify(await resolveHost('${mac}')))`;
    const newcomer = await lan.host('10.79.0.10/16');
    expect(
      JSON.parse(await newcomer.run(process.execPath, '--input-type=module-typescript', '-e', script)),
    ).toEqual(['10.79.0.20']);
    rig.skip(11 * 60);
    const moved = await rig.until((report) => report.stack?.address === '10.79.0.20');
    expect(moved.stack).toMatchObject({ id: `${mac}:3333`, name: '10.79.0.20', status: 'ready' });

    expect([...rig.stacks().keys()]).toEqual([`${mac}:3333`]);
    expect(count(stack.text(), '"login"')).toBe(2);
    expect(stack.text()).not.toContain('misbehaved');
    expect(other.text()).not.toContain('connected');
    expect(count(liar.text(), '"event":"connected"')).toBeLessThanOrEqual(2);
    rig.stop();
  });

  it('keeps at most 64 connections open, and asks again after ten minutes, for a person after one', async () => {
    const asker = await lan.host('10.79.7.9/16');
    const rig = await rigOn(asker, { sweep: true });
    let most = 0;
    const waiting = async () => (await asker.run('ss', '-Htan', 'state', 'syn-sent')).split('\n').length;
    while (most < 60) most = Math.max(most, await waiting());
    while ((await waiting()) > 1) most = Math.max(most, await waiting());
    // `ss` walks the table while sockets come and go, so it may count one that has just been replaced.
    expect(most).toBeLessThan(64 + 10);

    const first = await stackOn(await lan.host('10.79.7.100/16'));
    rig.skip(30);
    rig.ask('lookAgain');
    await rest();
    expect(first.text()).not.toContain('connected');
    rig.skip(31);
    rig.ask('lookAgain');
    await rig.until((report) => report.stack?.address === '10.79.7.100' && report.stack.status === 'ready');

    // Low in the order, where the sweep that found the first one has passed.
    const second = await stackOn(await lan.host('10.79.7.5/16'));
    rig.skip(9 * 60);
    await rest();
    expect(second.text()).not.toContain('connected');
    rig.skip(61);
    await rig.until((report) => report.stack?.address === '10.79.7.5' && report.stack.status === 'ready');
    rig.stop();
  });

  it('does not happen unless it is wanted', async () => {
    const host = await lan.host('10.79.0.90/16');
    const stack = await stackOn(host);
    const rig = await rigOn(rigHost);
    rig.skip(60);
    await rest();
    expect(stack.text()).not.toContain('connected');
    rig.stop();
  });
});

/** Long enough for discovery to have begun what it does not do. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2500));
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
