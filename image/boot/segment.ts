import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** The Ethernet segment that a rig and a stack share. */
export interface Segment {
  /** The stack's own address on it; also the DHCP and DNS server. */
  readonly address: string;
  readonly bridge: string;
  /** The rig's cable end. */
  readonly tap: string;
  readonly stop: () => Promise<void>;
}

const NETWORK = '10.77.0';

/**
 * Makes the segment in the network namespace that this process already is in: a bridge, a tap for the machine,
 * DHCP and a DNS server that knows nothing. There is no router, so nothing can leave it. Multicast is real: the
 * bridge floods it (snooping off, as on a switch without a querier).
 */
export async function createSegment(directory: string): Promise<Segment> {
  const ip = (...args: string[]) => execa('ip', args);
  await ip('link', 'set', 'lo', 'up');
  await ip('link', 'add', 'lan0', 'type', 'bridge', 'mcast_snooping', '0', 'forward_delay', '0');
  await ip('address', 'add', `${NETWORK}.1/24`, 'dev', 'lan0');
  await ip('link', 'set', 'lan0', 'up');
  await ip('tuntap', 'add', 'dev', 'rig0', 'mode', 'tap');
  await ip('link', 'set', 'rig0', 'master', 'lan0', 'up');
  const dhcp = startDhcp(directory);
  return {
    address: `${NETWORK}.1`,
    bridge: 'lan0',
    tap: 'rig0',
    stop: async () => {
      dhcp.kill('SIGKILL');
      await execa('ip', ['link', 'delete', 'rig0'], { reject: false });
      await execa('ip', ['link', 'delete', 'lan0'], { reject: false });
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
