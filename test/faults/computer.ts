/**
 * A computer that was started from the image, as far as the engine looks at it: a host of the test LAN with its own /run, kernel
 * command line, groups, names and control groups, and so little memory that XMRig's light mode begins at once. Nothing that happens
 * in it reaches the machine that the tests run on.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../headless/discovery/lan.ts';

/** Too little for the dataset. */
const MEMORY_KB = 1_000_000;
/** Users and groups of the image, under numbers that nobody has. */
export const XMRIG_ID = 61_184;
const CONSOLE_ID = 61_185;

export interface Computer {
  /** Its root, seen from outside. */
  root: string;
  /** On both sides at the same path; it goes with the computer. */
  folder: string;
  /** Its /etc/hosts: who else has a name, one line each. */
  names(lines: string[]): void;
  /** An interface that was plugged in later is a card, too. */
  card(name: string): Promise<void>;
  remove(): void;
}

/** Where XMRig lies in it: its user may not look into somebody's checkout. */
export const XMRIG_PROGRAM = '/run/xmrig-program';

export async function computerOn(host: Host, cmdline: string, xmrig: string): Promise<Computer> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-faults-'));
  const hosts = join(folder, 'hosts');
  const names = (lines: string[]) => writeFileSync(hosts, ['127.0.0.1 localhost', ...lines, ''].join('\n'));
  names([]);
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  writeFileSync(join(folder, 'cmdline'), `${cmdline} rigforge.threads=1\n`);
  const groups = `xmrig:x:${XMRIG_ID}:\nrigforge-console:x:${CONSOLE_ID}:\n`;
  writeFileSync(join(folder, 'group'), readFileSync('/etc/group', 'utf8') + groups);
  const build = { version: 'faults', commit: 'working tree', configPartUuid: '' };
  writeFileSync(join(folder, 'build.json'), JSON.stringify(build));
  const meminfo = memoryFiles().map((path, index) => {
    const small = join(folder, `meminfo${index}`);
    writeFileSync(small, withLittleMemory(readFileSync(path, 'utf8')));
    return `mount --bind ${small} ${path}`;
  });
  await host.run('sh', '-c', mounts(folder, meminfo, xmrig));
  return {
    root: `/proc/${host.pid}/root`,
    folder,
    names,
    card: async (name) => {
      await host.run('sh', '-c', asCard(name));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Makes an interface look like a real card with an address of its own, until it goes or gets another name. */
function asCard(name: string): string {
  const [card, own] = [`/sys/devices/virtual/net/${name}`, `/run/cards/${name}`];
  return `mkdir -p ${own}/upper/device ${own}/work
echo 0 >${own}/upper/addr_assign_type
mount -t overlay overlay -o lowerdir=${card},upperdir=${own}/upper,workdir=${own}/work ${card}`;
}

/** In this order: what is mounted over /sys and /run would hide what came before. */
function mounts(folder: string, meminfo: string[], xmrig: string): string {
  return `set -e
# The kernel's settings are read and not written: huge pages are the whole machine's.
mount -t sysfs -o ro sysfs /sys
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
mount --bind /proc/sys/kernel/hostname /proc/sys/kernel/hostname
mount -o remount,bind,rw /proc/sys/kernel/hostname
[ ! -d /dev/cpu ] || mount -t tmpfs tmpfs /dev/cpu
mount -t tmpfs tmpfs /sys/fs/cgroup
mkdir -p /sys/fs/cgroup/system.slice/xmrig.service
${meminfo.join('\n')}
mount --bind ${folder}/cmdline /proc/cmdline
mount --bind ${folder}/group /etc/group
mount --bind ${folder}/hosts /etc/hosts
mount --bind ${folder}/resolv.conf /etc/resolv.conf
mount -t tmpfs -o mode=755 tmpfs /run
cp ${xmrig} ${XMRIG_PROGRAM}
chmod 755 ${XMRIG_PROGRAM}
mkdir -p /run/over/upper /run/over/work /run/rigforge
mount -t tmpfs -o size=1m,mode=755 tmpfs /run/rigforge
mkdir /run/rigforge/xmrig
${asCard('eth0')}
mount -t overlay overlay -o lowerdir=/usr/lib,upperdir=/run/over/upper,workdir=/run/over/work /usr/lib
mkdir -p /usr/lib/rigforge
cp ${folder}/build.json /usr/lib/rigforge/build.json`;
}

function memoryFiles(): string[] {
  const nodes = '/sys/devices/system/node';
  const ofNodes = readdirSync(nodes).filter((name) => /^node\d+$/.test(name));
  return ['/proc/meminfo', ...ofNodes.map((name) => `${nodes}/${name}/meminfo`)];
}

function withLittleMemory(text: string): string {
  return text.replace(/(Mem(?:Total|Free|Available):\s+)\d+/g, `$1${MEMORY_KB}`);
}
