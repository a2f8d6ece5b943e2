import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** Where a rig's cable ends, and the address of the card at its other end. */
export interface Port {
  readonly tap: string;
  readonly mac: string;
}

/** The Ethernet segment that rigs and a stack share. */
export interface Segment {
  /** The stack's own address on it; also the DHCP and DNS server. */
  readonly address: string;
  readonly bridge: string;
  /** A port for one more rig. */
  readonly plug: () => Promise<Port>;
  /** Rigs that are still plugged in lose their cable. */
  readonly stop: () => Promise<void>;
}

const NETWORK = '10.77.0';
/** Last byte of the first card's address: the one that QEMU gives by itself. */
const FIRST_MAC = 0x56;

/**
 * Makes the segment in the network namespace that this process already is in: a bridge, DHCP and a DNS server that knows nothing. There is no router, so nothing can leave it. Multicast is real: the
 * bridge floods it (snooping off, as on a switch without a querier).
 */
export async function createSegment(directory: string): Promise<Segment> {
  const ip = (...args: string[]) => execa('ip', args);
  await ip('link', 'set', 'lo', 'up');
  await ip('link', 'add', 'lan0', 'type', 'bridge', 'mcast_snooping', '0', 'forward_delay', '0');
  await ip('address', 'add', `${NETWORK}.1/24`, 'dev', 'lan0');
  await ip('link', 'set', 'lan0', 'up');
  const taps: string[] = [];
  const dhcp = startDhcp(directory);
  return {
    address: `${NETWORK}.1`,
    bridge: 'lan0',
    plug: async () => {
      const tap = `rig${taps.length}`;
      await ip('tuntap', 'add', 'dev', tap, 'mode', 'tap');
      taps.push(tap);
      await ip('link', 'set', tap, 'master', 'lan0', 'up');
      return { tap, mac: `52:54:00:12:34:${(FIRST_MAC + taps.length - 1).toString(16)}` };
    },
    stop: async () => {
      dhcp.kill('SIGKILL');
      for (const link of [...taps, 'lan0']) await execa('ip', ['link', 'delete', link], { reject: false });
    },
  };
}

function startDhcp(directory: string): ChildProcess {
  const child = spawn(
    'dnsmasq',
    [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--pid-file=', '--user=root', '--group='],
      ...[
        '--interface=lan0',
        '--except-interface=lo',
        '--bind-interfaces',
        '--no-resolv',
        '--no-hosts',
        '--no-ping',
      ],
      ...[`--dhcp-range=${NETWORK}.50,${NETWORK}.99,1h`, '--dhcp-option=option:router'],
      ...[
        '--dhcp-authoritative',
        `--dhcp-leasefile=${join(directory, 'leases')}`,
        '--log-facility=-',
        '--log-dhcp',
      ],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  child.stderr?.pipe(createWriteStream(join(directory, 'dhcp.log')));
  child.on('error', () => {});
  return child;
}
