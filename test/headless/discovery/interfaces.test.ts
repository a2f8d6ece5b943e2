import { isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  addressOnLink,
  addressOrder,
  interfaceOf,
  multicastInterfaces,
} from '../../../headless/discovery/interfaces.ts';

/** What Node says of addresses in the form `address/prefix`. */
function addresses(...cidrs: string[]): NetworkInterfaceInfo[] {
  return cidrs.map((cidr) => {
    const [address = ''] = cidr.split('/');
    const common = { address, cidr, netmask: '', mac: '', internal: address === '::1' };
    return isIPv4(address) ? { ...common, family: 'IPv4' } : { ...common, family: 'IPv6', scopeid: 0 };
  });
}

const asked = (...cidrs: string[]) => multicastInterfaces(undefined, { eno1: addresses(...cidrs) });
const LAN = asked('fe80::9/64', 'fd00::9/64');

describe('a link is asked', () => {
  it.each([
    ['by IPv4 where there is nothing else', ['192.168.1.9/24'], '192.168.1.9', '192.168.1.9/24'],
    [
      'by IPv4 where there is both, and link-local answers do not count',
      ['192.168.1.9/24', 'fd00::9/64', 'fe80::9/64'],
      '192.168.1.9',
      '192.168.1.9/24 fd00::9/64',
    ],
    ['by IPv6 where there is no IPv4', ['fe80::9/64', 'fd00::9/64'], 'fd00::9', 'fe80::9/64 fd00::9/64'],
    [
      'by IPv6 where the IPv4 address comes from nobody',
      ['169.254.3.4/16', 'fd00::9/64'],
      'fd00::9',
      '169.254.3.4/16 fd00::9/64',
    ],
    ['by an address that the rig gave itself', ['169.254.3.4/16'], '169.254.3.4', '169.254.3.4/16'],
    ['by IPv6 in the network of an address from DHCP', ['2001:db8::9/128'], '2001:db8::9', '2001:db8::9/64'],
  ])('%s', (_, cidrs, address, networks) => {
    expect(asked(...cidrs)).toEqual([{ name: 'eno1', address, networks: networks.split(' ') }]);
  });

  it('not while it has a link-local address alone, nor where it is no LAN', () => {
    expect(asked('fe80::9/64')).toEqual([]);
    const others = { lo: addresses('::1/128'), docker0: addresses('fd01::1/64') };
    expect(multicastInterfaces(undefined, others)).toEqual([]);
    expect(multicastInterfaces(['docker0'], others).map(({ name }) => name)).toEqual(['docker0']);
  });
});

describe('a sender', () => {
  const other = { name: 'eno2', address: 'fd02::9', networks: ['fe80::8/64', 'fd02::9/64'] };

  it.each([
    ['fe80::5%eno1', 'eno1'],
    ['fe80::5%eno2', 'eno2'],
    ['fd02::5', 'eno2'],
    ['fe80::5%eno3', undefined],
    ['2001:db8::5', undefined],
    ['192.168.1.5', undefined],
  ])('%s is on the link %s', (sender, name) => {
    expect(interfaceOf(sender, [...LAN, other])?.name).toBe(name);
  });
});

it('addresses lead to the link that they came from, link-local ones with its name and last', () => {
  const [at = { name: '', networks: [] }] = LAN;
  const found = ['fe80::5', 'fd00::5', '2001:db8::5', 'fd01::5', '::1', 'ff02::1', '10.0.0.5'].map(
    (address) => addressOnLink(address, at),
  );
  expect(found).toEqual(['fe80::5%eno1', 'fd00::5', null, null, null, null, null]);
  const sender = 'fe80::5%eno1';
  expect([sender, 'fd00::5', '10.0.0.5'].map((address) => addressOrder(address, sender))).toEqual([3, 2, 1]);
});
