/** Gives the rig the address, or the name servers, that its owner wrote, through systemd-networkd. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readNumber } from '../rig/files.ts';
import type { MachineSource } from '../rig/machine-source.ts';
import { listPhysicalNics } from '../rig/network.ts';
import type { Message } from '../snapshot.ts';
import type { Run } from '../system/run-program.ts';
import type { FixedAddress } from './model.ts';

/** Read before the image's own file, which asks the router. */
const FILE = 'run/systemd/network/10-rigforge-fixed.network';

/**
 * Makes `wanted` the rig's place in the network, or lets the router say all of it again where it is null; does nothing where that is so already.
 * Returns what the owner should know. Throws when networkd cannot be told.
 */
export async function applyFixedAddress(
  wanted: FixedAddress | null,
  machine: MachineSource,
  run: Run,
): Promise<Message[]> {
  const path = join(machine.root, FILE);
  const before = await readFile(path, 'utf8').catch(() => null);
  const after = wanted === null ? null : networkFile(wanted);
  if (after !== before) {
    await mkdir(dirname(path), { recursive: true });
    if (after === null) await rm(path);
    else await writeFile(path, after, { mode: 0o644 });
    await run('networkctl', ['reload']).catch(() =>
      run('systemctl', ['restart', 'systemd-networkd.service']),
    );
  }
  return wanted === null ? [] : portTrouble(wanted, machine);
}

/** As `80-rigforge-wired.network` of the image, with an address instead of DHCP, or with name servers instead of the router's. */
export function networkFile({ address, gateway, dns, interface: port }: FixedAddress): string {
  return [
    '[Match]',
    ...(port === null ? ['Type=ether', 'Kind=!*'] : [`Name=${port}`]),
    '[Link]',
    'RequiredForOnline=no',
    '[Network]',
    ...(address === null ? ['DHCP=yes'] : [`Address=${address}`]),
    ...(gateway === null ? [] : [`Gateway=${gateway}`]),
    ...dns.map((server) => `DNS=${server}`),
    'MulticastDNS=yes',
    'LLMNR=no',
    ...(address === null ? WITH_THE_ROUTERS_ADDRESS : []),
    '',
  ].join('\n');
}

/** All else as the image has it where the router gives the address (`80-rigforge-wired.network`), but for its name servers. */
const WITH_THE_ROUTERS_ADDRESS = [
  '[DHCPv4]',
  'ClientIdentifier=mac',
  'UseHostname=no',
  'UseDNS=no',
  '[DHCPv6]',
  'UseHostname=no',
  'DUIDType=link-layer',
  'UseDNS=no',
  '[IPv6AcceptRA]',
  'UseDNS=no',
];

async function portTrouble(wanted: FixedAddress, machine: MachineSource): Promise<Message[]> {
  const names = (await listPhysicalNics(machine)).map(({ name }) => name);
  const say = (text: string): Message[] => [{ level: 'error', where: wanted.where, text }];
  if (wanted.interface !== null) {
    if (names.includes(wanted.interface)) return [];
    return say(`this machine has no network port ${wanted.interface}; it has ${names.join(', ') || 'none'}`);
  }
  const carriers = await Promise.all(
    names.map(async (name) =>
      (await readNumber(machine, `sys/class/net/${name}/carrier`)) === 1 ? name : [],
    ),
  );
  const plugged = carriers.flat();
  // Each port has an address of its own where the router gives them.
  if (plugged.length < 2 || wanted.address === null) return [];
  return say(
    `${plugged.join(' and ')} both have a cable and would share ${wanted.address}; write interface=${plugged[0]}`,
  );
}
