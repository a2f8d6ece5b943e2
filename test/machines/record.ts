/**
 * Records the computer it runs on as `test/machines/NAME`: the files that the engine reads, and its inventory. What could
 * tell whose computer it is (serials, network addresses, the kernel command line) is replaced; the board's tables, full of serials, are
 * left out, so a recorded computer gets no advice on its memory modules. Usage: `record.ts NAME`.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { liveMachine, type MachineSource, type Recording } from '../../headless/rig/machine-source.ts';
import { listPhysicalNics } from '../../headless/rig/network.ts';
import { sanitise } from './sanitise.ts';

/** Paths below the root; `*` stands for any name. Absent ones are left out. */
const FILES = [
  'proc/cpuinfo',
  'proc/meminfo',
  'proc/uptime',
  'proc/cmdline',
  'proc/bus/input/devices',
  'sys/class/dmi/id/product_uuid',
  'sys/class/dmi/id/board_serial',
  'sys/firmware/efi/fw_platform_size',
  'sys/firmware/efi/efivars/SecureBoot-*',
  'sys/kernel/security/lockdown',
  'sys/kernel/mm/hugepages/*/nr_hugepages',
  'sys/kernel/mm/hugepages/*/free_hugepages',
  'sys/kernel/mm/transparent_hugepage/enabled',
  'sys/devices/system/cpu/online',
  'sys/devices/system/cpu/smt/control',
  'sys/devices/system/cpu/cpu*/topology/thread_siblings_list',
  'sys/devices/system/cpu/cpufreq/policy*/scaling_governor',
  'sys/devices/system/cpu/cpufreq/policy*/energy_performance_preference',
  'sys/devices/system/cpu/cpufreq/policy*/scaling_cur_freq',
  'sys/devices/system/cpu/cpufreq/policy*/cpuinfo_max_freq',
  'sys/devices/system/node/node*/cpulist',
  'sys/devices/system/node/node*/meminfo',
  'sys/devices/system/node/node*/hugepages/*/nr_hugepages',
  'sys/devices/system/node/node*/hugepages/*/free_hugepages',
  'sys/class/hwmon/hwmon*/name',
  'sys/class/hwmon/hwmon*/temp*_label',
  'sys/class/hwmon/hwmon*/temp*_input',
  'sys/class/thermal/thermal_zone*/type',
  'sys/class/thermal/thermal_zone*/temp',
  'sys/class/powercap/intel-rapl:*/name',
  'sys/class/powercap/intel-rapl:*/energy_uj',
  'sys/class/powercap/intel-rapl:*/max_energy_range_uj',
  'sys/block/*/device/uevent',
  'sys/block/*/hidden',
  'sys/block/*/size',
  'sys/block/*/stat',
  'sys/class/net/*/type',
  'sys/class/net/*/address',
  'sys/class/net/*/addr_assign_type',
  'sys/class/net/*/carrier',
  'sys/class/net/*/device/uevent',
];

/** Writes the recording below `folder` and returns the paths that were there to be read. */
export async function record(machine: MachineSource, folder: string): Promise<string[]> {
  const paths = (await Promise.all(FILES.map((pattern) => expand(machine.root, pattern)))).flat();
  const written: string[] = [];
  for (const path of paths) {
    const content = await readFile(join(machine.root, path)).catch(() => null);
    if (content === null) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), sanitise(path, content));
    written.push(path);
  }
  const recording: Recording = {
    inventory: await machine.inventory(),
    addresses: await exampleAddresses(machine),
  };
  await writeFile(join(folder, 'machine.json'), `${JSON.stringify(recording, null, 2)}\n`);
  return written;
}

async function expand(root: string, pattern: string): Promise<string[]> {
  let found = [''];
  for (const part of pattern.split('/')) {
    const test = new RegExp(`^${part.replaceAll('*', '.*')}$`);
    const next = found.map(async (folder) => {
      if (!part.includes('*')) return [join(folder, part)];
      const names = await readdir(join(root, folder)).catch(() => []);
      return names.filter((name) => test.test(name)).map((name) => join(folder, name));
    });
    found = (await Promise.all(next)).flat();
  }
  return found;
}

/** Documentation addresses (RFC 5737) in place of the real ones, for each card that had any. */
async function exampleAddresses(machine: MachineSource): Promise<Recording['addresses']> {
  const [nics, addresses] = await Promise.all([listPhysicalNics(machine), machine.addresses()]);
  const used = nics.filter(({ name }) => (addresses[name] ?? []).length > 0);
  return Object.fromEntries(used.map(({ name }, i) => [name, [`192.0.2.${10 + i}/24`]]));
}

if (import.meta.main) {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9-]+$/.test(name)) {
    process.stderr.write(
      'Usage: npm run record -- NAME   (small letters, digits, hyphens; name it by its CPU)\n',
    );
    process.exit(2);
  }
  const written = await record(liveMachine(), join(import.meta.dirname, name));
  process.stdout.write(
    `${written.length} files recorded in test/machines/${name}; read them before you share them.\n`,
  );
}
