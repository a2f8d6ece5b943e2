import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyFixedAddress } from '../../../headless/config/fixed-address.ts';
import type { FixedAddress } from '../../../headless/config/model.ts';
import { liveMachine } from '../../../headless/rig/machine-source.ts';
import type { Run } from '../../../headless/system/run-program.ts';

const WANTED: FixedAddress = {
  address: '192.168.1.50/24',
  gateway: '192.168.1.1',
  dns: ['192.168.1.1', '9.9.9.9'],
  interface: null,
  where: 'rigforge.conf line 2',
};

let root: string;
let ran: string[];
const run: Run = async (program, args) => {
  ran.push([program, ...args].join(' '));
  return '';
};
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rigforge-network-'));
  ran = [];
});
afterEach(() => rm(root, { recursive: true }));

const apply = (wanted: FixedAddress | null, runner = run) =>
  applyFixedAddress(wanted, liveMachine(root), runner);
const file = () => join(root, 'run/systemd/network/10-rigforge-fixed.network');

async function port(name: string, carrier: 0 | 1): Promise<void> {
  const folder = join(root, 'sys/class/net', name);
  await mkdir(join(folder, 'device'), { recursive: true });
  await writeFile(join(folder, 'type'), '1\n');
  await writeFile(join(folder, 'carrier'), `${carrier}\n`);
}

it('writes one file for networkd, tells it once, and takes it back when the owner does', async () => {
  await port('eno1', 1);
  await port('eno2', 0);
  expect(await apply(WANTED)).toEqual([]);
  expect(await apply(WANTED)).toEqual([]);
  expect(ran).toEqual(['networkctl reload']);
  expect(await readFile(file(), 'utf8')).toBe(
    `[Match]
Type=ether
Kind=!*
[Link]
RequiredForOnline=no
[Network]
Address=192.168.1.50/24
Gateway=192.168.1.1
DNS=192.168.1.1
DNS=9.9.9.9
MulticastDNS=yes
LLMNR=no
`,
  );
  await apply({ ...WANTED, interface: 'eno1', gateway: null, dns: [] });
  expect(await readFile(file(), 'utf8')).toContain('[Match]\nName=eno1\n[Link]');
  expect(await apply(null)).toEqual([]);
  expect(existsSync(file())).toBe(false);
  expect(ran).toHaveLength(3);
});

it('gives the rig name servers of its owner beside the address of the router', async () => {
  await port('eno1', 1);
  await port('eno2', 1);
  const wanted = { ...WANTED, address: null, gateway: null, dns: ['9.9.9.9', '149.112.112.112'] };
  // Each port has an address of its own: two cables are no trouble.
  expect(await apply(wanted)).toEqual([]);
  const written = await readFile(file(), 'utf8');
  expect(written).toContain('DHCP=yes\nDNS=9.9.9.9\nDNS=149.112.112.112\n');
  expect(written).not.toMatch(/Address=|Gateway=/);
  // All else is as in the image's own file, which this one stands before; the router's name servers are not used.
  const image = await readFile(
    join(import.meta.dirname, '../../../image/root/usr/lib/systemd/network/80-rigforge-wired.network'),
    'utf8',
  );
  expect(
    sections(written.replaceAll(/^(?:UseDNS=no|DNS=.*)\n/gm, '').replace('[IPv6AcceptRA]\n', '')),
  ).toEqual(sections(image));
  expect(written.match(/UseDNS=no/g)).toHaveLength(3);
  expect(await apply({ ...wanted, interface: 'eno2' })).toEqual([]);
  expect(await readFile(file(), 'utf8')).toContain('[Match]\nName=eno2\n');
  expect(ran).toEqual(['networkctl reload', 'networkctl reload']);
});

it('touches nothing where nothing was said', async () => {
  await apply(null);
  expect({ ran, there: existsSync(join(root, 'run')) }).toEqual({ ran: [], there: false });
});

it('says which port to name where two would share the address, and which there are', async () => {
  await port('eno1', 1);
  await port('enp2s0', 1);
  expect(await apply(WANTED)).toMatchObject([
    {
      level: 'error',
      where: 'rigforge.conf line 2',
      text: 'eno1 and enp2s0 both have a cable and would share 192.168.1.50/24; write interface=eno1',
    },
  ]);
  expect(await apply({ ...WANTED, interface: 'eth0' })).toMatchObject([
    { text: 'this machine has no network port eth0; it has eno1, enp2s0' },
  ]);
});

it('restarts networkd where it cannot be told to read again', async () => {
  const failing: Run = async (program, args) => {
    if (program === 'networkctl') throw new Error('no bus');
    return run(program, args);
  };
  await apply(WANTED, failing);
  expect(ran).toEqual(['systemctl restart systemd-networkd.service']);
});

/** Settings of a networkd file by their section. */
function sections(text: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  let section = '';
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    if (line.startsWith('[')) section = line;
    else found[section] = [...(found[section] ?? []), line].sort();
  }
  return found;
}
