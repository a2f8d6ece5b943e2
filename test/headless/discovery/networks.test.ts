import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { macNameOf } from '../../../headless/discovery/neighbours.ts';
import { addressesToSweep } from '../../../headless/discovery/networks.ts';

/** What a rig with these networks on its one interface would ask: name of each piece, how many, first and last. */
function pieces(...networks: string[]) {
  const address = networks[0]?.split('/')[0] ?? '';
  return addressesToSweep([{ name: 'eno1', address, networks }]).map(
    ({ name, addresses }) => `${name}: ${addresses.length}, ${addresses[0]} to ${addresses.at(-1)}`,
  );
}

describe('addresses that a sweep asks', () => {
  it.each([
    ['a home network', '192.168.1.40/24', '192.168.1.0/24: 253, 192.168.1.1 to 192.168.1.254'],
    [
      'of a large network the part around the rig',
      '10.20.30.40/8',
      '10.20.30.0/24: 253, 10.20.30.1 to 10.20.30.254',
    ],
    [
      'of a small network no more than it has',
      '172.16.5.130/26',
      '172.16.5.128/26: 61, 172.16.5.129 to 172.16.5.190',
    ],
    [
      'its first and last private network',
      '172.31.255.1/20',
      '172.31.255.0/24: 253, 172.31.255.2 to 172.31.255.254',
    ],
  ])('are %s', (_, network, piece) => {
    expect(pieces(network)).toEqual([piece]);
  });

  it.each([
    ['a public address', '203.0.113.7/24'],
    ['just outside of 172.16.0.0/12', '172.32.0.7/24'],
    ["a carrier's network", '100.64.3.2/24'],
    ['an address that the rig gave itself', '169.254.10.1/16'],
    ['loopback', '127.0.0.1/8'],
    ['IPv6', 'fd00::7/64'],
    ['a link between two points', '10.8.0.2/31'],
    ['a tunnel', '10.8.0.2/32'],
  ])('are none for %s', (_, network) => {
    expect(pieces(network)).toEqual([]);
  });

  it('leave out the rig itself, on every interface, and ask a network on two cards once', () => {
    const two = addressesToSweep([
      { name: 'eno1', address: '192.168.1.40', networks: ['192.168.1.40/24', 'fd00::1/64'] },
      { name: 'eno2', address: '192.168.1.41', networks: ['192.168.1.41/24', '10.0.0.5/24'] },
    ]);
    expect(two.map(({ name, interfaceName }) => `${name} ${interfaceName}`)).toEqual([
      '192.168.1.0/24 eno1',
      '10.0.0.0/24 eno2',
    ]);
    expect(two[0]?.addresses).toHaveLength(252);
  });
});

it("a host's network card is read from the kernel's table, where the kernel is sure of it", async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'rigforge-arp-'));
  context.onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'proc/net'), { recursive: true });
  const table = [
    'IP address       HW type     Flags       HW address            Mask     Device',
    '192.168.1.1      0x1         0x2         52:54:00:AB:cd:01     *        eno1',
    '192.168.1.2      0x1         0x0         52:54:00:ab:cd:02     *        eno1',
    '192.168.1.3      0x1         0x6         52:54:00:ab:cd:03     *        eno1',
    '192.168.1.4      0x1         0x2         00:00:00:00:00:00     *        eno1',
    'nonsense',
  ];
  await writeFile(join(root, 'proc/net/arp'), `${table.join('\n')}\n`);
  const names = [1, 2, 3, 4, 5].map((host) => macNameOf(`192.168.1.${host}`, root));
  expect(await Promise.all(names)).toEqual(['52-54-00-ab-cd-01', null, '52-54-00-ab-cd-03', null, null]);
  expect(await macNameOf('192.168.1.1', join(root, 'nowhere'))).toBeNull();
});
