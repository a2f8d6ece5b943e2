import { describe, expect, it } from 'vitest';
import { readLinks } from '../../../headless/rig/network.ts';
import { machineWith, nic } from './facts-tree.ts';

const LOOPBACK = { 'sys/class/net/lo/type': '772\n', 'sys/class/net/lo/carrier': '1\n' };
const CARD = nic('eth0', { mac: '00:11:22:33:44:55' });

describe('readLinks', () => {
  it('shows physical links, and leaves link-local addresses out', async () => {
    const machine = await machineWith(
      { ...LOOPBACK, ...CARD, ...nic('eth1', { mac: '00:11:22:33:44:66', carrier: false }) },
      { lo: ['127.0.0.1/8'], eth0: ['192.0.2.7/24', 'fe80::1/64', '169.254.3.4/16', '2001:db8::7/64'] },
    );
    expect(await readLinks(machine)).toEqual([
      { name: 'eth0', carrier: true, addresses: ['192.0.2.7/24', '2001:db8::7/64'] },
      { name: 'eth1', carrier: false, addresses: [] },
    ]);
  });

  it('adds links that were asked for', async () => {
    const machine = await machineWith({ ...LOOPBACK, ...CARD }, { lo: ['127.0.0.1/8'] });
    const links = await readLinks(machine, { also: ['lo'] });
    expect(links.map(({ name, addresses }) => [name, addresses])).toEqual([
      ['eth0', []],
      ['lo', ['127.0.0.1/8']],
    ]);
  });

  it('takes what has an address where nothing is physical', async () => {
    const veth = { 'sys/class/net/veth0/type': '1\n', 'sys/class/net/veth0/carrier': '1\n' };
    const idle = { 'sys/class/net/ifb0/type': '1\n' };
    const machine = await machineWith({ ...LOOPBACK, ...veth, ...idle }, { veth0: ['192.0.2.7/24'] });
    expect((await readLinks(machine)).map(({ name }) => name)).toEqual(['veth0']);
  });
});
