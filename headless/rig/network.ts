import type { Link } from '../snapshot.ts';
import { exists, listFolder, readNumber, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const NET = 'sys/class/net';
/** ARPHRD_ETHER of linux/if_arp.h; wireless cards have it too. */
const ETHERNET = 1;
/** NET_ADDR_PERM of linux/netdevice.h: the address in use is the card's own. */
const PERMANENT = 0;

export interface PhysicalNic {
  name: string;
  usb: boolean;
  /** Lower case; null when the address in use is not the card's own. */
  permanentMac: string | null;
}

/** Network cards with a device behind them: no bridges, tunnels or loopback. */
export async function listPhysicalNics(machine: MachineSource): Promise<PhysicalNic[]> {
  return Promise.all(
    (await physicalNames(machine)).map(async (name): Promise<PhysicalNic> => {
      const [address, assigned, uevent] = await Promise.all([
        readText(machine, `${NET}/${name}/address`),
        readNumber(machine, `${NET}/${name}/addr_assign_type`),
        readText(machine, `${NET}/${name}/device/uevent`),
      ]);
      const own = assigned === PERMANENT && /^[0-9a-f:]{17}$/i.test(address ?? '');
      return {
        name,
        usb: /^DEVTYPE=usb_interface$/m.test(uevent ?? ''),
        permanentMac: own ? (address?.toLowerCase() ?? null) : null,
      };
    }),
  );
}

/**
 * The links a rig could mine over: physical ones, and those named in `also` (test networks, loopback). Where there is no
 * physical one (a container), every link but loopback that has an address. Link-local addresses are left out.
 */
export async function readLinks(
  machine: MachineSource,
  { also = [] }: { also?: readonly string[] } = {},
): Promise<Link[]> {
  const [physical, names, addresses] = await Promise.all([
    physicalNames(machine),
    listFolder(machine, NET),
    machine.addresses(),
  ]);
  const usable = (name: string) => (addresses[name] ?? []).filter(isRoutable);
  const wanted = (name: string) =>
    also.includes(name) ||
    (physical.length > 0 ? physical.includes(name) : name !== 'lo' && usable(name).length > 0);
  return Promise.all(
    names.filter(wanted).map(async (name) => ({
      name,
      carrier: (await readNumber(machine, `${NET}/${name}/carrier`)) === 1,
      addresses: usable(name),
    })),
  );
}

function isRoutable(address: string): boolean {
  return !address.startsWith('169.254.') && !/^fe[89ab]/i.test(address);
}

async function physicalNames(machine: MachineSource): Promise<string[]> {
  const names: string[] = [];
  for (const name of await listFolder(machine, NET)) {
    const isPhysical = await exists(machine, `${NET}/${name}/device`);
    if (isPhysical && (await readNumber(machine, `${NET}/${name}/type`)) === ETHERNET) names.push(name);
  }
  return names;
}
