import { describe, expect, it } from 'vitest';
import { deriveLabel, readLabel } from '../../../headless/rig/identity.ts';
import { machineWith, nic } from './facts-tree.ts';

const CHEAP_BOARD = {
  'sys/class/dmi/id/product_uuid': '03000200-0400-0500-0006-000700080009\n',
  'sys/class/dmi/id/board_serial': 'To be filled by O.E.M.\n',
};

describe('deriveLabel', () => {
  it('is the first six digits of SHA-256 over three lines', () => {
    const label = deriveLabel({ boardUuid: 'A', boardSerial: ' b\n', mac: null });
    // printf 'a\nb\n' | sha256sum
    expect(label).toBe('rig-911169');
  });
});

describe('readLabel', () => {
  it('tells two boards apart that share UUID and serial', async () => {
    const one = await machineWith({ ...CHEAP_BOARD, ...nic('eth0', { mac: '00:11:22:33:44:55' }) });
    const two = await machineWith({ ...CHEAP_BOARD, ...nic('eth0', { mac: '00:11:22:33:44:56' }) });
    expect(await readLabel(one)).not.toBe(await readLabel(two));
    expect(await readLabel(one)).toMatch(/^rig-[0-9a-f]{6}$/);
  });

  it('does not change with the order of the cards, a USB adapter or a borrowed address', async () => {
    const low = { mac: '00:11:22:33:44:55' };
    const alone = await machineWith({ ...CHEAP_BOARD, ...nic('eth0', low) });
    const crowd = await machineWith({
      ...CHEAP_BOARD,
      ...nic('eth0', { mac: 'F0:11:22:33:44:55' }),
      ...nic('eth1', low),
      ...nic('eth2', { mac: '00:00:00:33:44:55', usb: true }),
      ...nic('eth3', { mac: '00:00:00:00:44:55', assigned: 3 }),
      'sys/class/net/lo/type': '772\n',
      'sys/class/net/br0/type': '1\n',
      'sys/class/net/br0/address': '00:00:00:00:00:01\n',
      'sys/class/net/br0/addr_assign_type': '0\n',
    });
    expect(await readLabel(crowd)).toBe(await readLabel(alone));
  });

  it('takes a USB adapter where there is nothing else', async () => {
    const one = await machineWith(nic('usb0', { mac: '00:11:22:33:44:55', usb: true }));
    const none = await machineWith({});
    expect(await readLabel(one)).not.toBe(await readLabel(none));
  });
});
