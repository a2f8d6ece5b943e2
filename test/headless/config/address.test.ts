import { expect, it } from 'vitest';
import { parseAddress } from '../../../headless/config/address.ts';

it.each([
  ['pithead', 'pithead', 3333],
  [' Pithead.LOCAL. ', 'pithead.local', 3333],
  ['10.0.0.5:18081', '10.0.0.5', 18081],
  ['fd00::1', 'fd00::1', 3333],
  ['[fd00::1]', 'fd00::1', 3333],
  ['[fd00::1]:443', 'fd00::1', 443],
  ['[FD00:0:0::0:01]:443', 'fd00::1', 443],
  ['stratum+tcp://a.example:3333/', 'a.example', 3333],
  ['a.local : 3334', 'a.local', 3334],
  ['a.local 3334', 'a.local', 3334],
  ['a.local:', 'a.local', 3333],
  ['my_stack:3333', 'my_stack', 3333],
])('%s is an address', (text, host, port) => {
  expect(parseAddress(text)).toEqual({ host, port });
});

it.each([
  ['', 'no address given'],
  ['a:0', 'port "0" is not a number from 1 to 65535'],
  ['a:65536', 'port "65536"'],
  ['a:33x', 'the port is not a number'],
  ['1.2.3', 'not an IPv4 address'],
  ['[::g]:1', 'not an IPv6 address'],
  ['-a', 'not a host name'],
  ['a..b', 'not a host name'],
  ['two words here', 'an address has no spaces'],
  ['hello world', '"hello…": an address has no spaces'],
  ['my stack:3333', 'an address has no spaces'],
  ['me:secret@a', 'no user or password'],
  [`${'a'.repeat(64)}.local`, 'not a host name'],
  ['a\x1b[31m', 'not a host name'],
])('%j is none', (text, error) => {
  expect(parseAddress(text)).toEqual({ error: expect.stringContaining(error) });
});
