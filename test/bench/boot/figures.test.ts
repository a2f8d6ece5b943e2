import { describe, expect, it } from 'vitest';
import { guestMemory, openPorts } from './figures.ts';

const none = { tcp: '', tcp6: '', udp: '', udp6: '' };
const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const rest = '00000000:00000000 00:00000000 00000000     0        0 4711 1 0';

describe('guestMemory', () => {
  it('is what is used, less huge pages and XMRig', () => {
    const meminfo =
      'MemTotal:        4009756 kB\nMemFree:          100000 kB\nMemAvailable:    1222028 kB\nHugePages_Total:    1171\nHugetlb:         2398208 kB\n';
    const xmrig = 'Rss:               11000 kB\nPss:                7184 kB\n';
    expect(guestMemory({ meminfo, xmrig })).toEqual({
      total: 4009756 * 1024,
      available: 1222028 * 1024,
      hugePages: 2398208 * 1024,
      xmrig: 7184 * 1024,
      rig: (4009756 - 1222028 - 2398208 - 7184) * 1024,
    });
  });
});

describe('openPorts', () => {
  it('has listening TCP sockets, and neither connections nor others', () => {
    const tcp = `${head}   0: 0100007F:46A0 00000000:0000 0A ${rest}\n   1: 0100007F:46A0 0100007F:C350 01 ${rest}\n   2: 00000000:0016 00000000:0000 0A ${rest}\n`;
    expect(openPorts({ ...none, tcp })).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 18080, loopback: true },
      { protocol: 'tcp', address: '0.0.0.0', port: 22, loopback: false },
    ]);
  });
  it('has bound UDP sockets, each once', () => {
    const line = `  11: 3A4D000A:0044 00000000:0000 07 ${rest}\n`;
    const udp = `${head}${line}${line}  12: 3A4D000A:9C40 014D000A:0035 01 ${rest}\n`;
    expect(openPorts({ ...none, udp })).toEqual([
      { protocol: 'udp', address: '10.0.77.58', port: 68, loopback: false },
    ]);
  });
  it('writes IPv6 addresses as people do', () => {
    const addresses = [
      '00000000000000000000000000000000',
      '00000000000000000000000001000000',
      '0000000000000000FFFF00000100007F',
      'B80D0120000000000000000001000000',
    ];
    const tcp6 = addresses
      .map((hex, i) => `   ${i}: ${hex}:0050 ${'0'.repeat(32)}:0000 0A ${rest}\n`)
      .join('');
    expect(openPorts({ ...none, tcp6 }).map(({ address, loopback }) => [address, loopback])).toEqual([
      ['::', false],
      ['::1', true],
      ['::ffff:127.0.0.1', true],
      ['2001:db8::1', false],
    ]);
  });
});
