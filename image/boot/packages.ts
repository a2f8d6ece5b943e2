import { readFile } from 'node:fs/promises';

/** Debian and Ubuntu packages that the host needs, each group with what it is for. XMRig's own list is read from its file. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'boot the image': ['qemu-system-x86', 'ovmf', 'mtools', 'dnsmasq-base', 'iproute2'],
  'build the image': ['python3', 'debian-archive-keyring', 'xz-utils', 'zstd', 'cpio', 'ca-certificates'],
  'verify shares': ['librandomx-dev', 'g++'],
  'test discovery': ['avahi-daemon', 'iproute2'],
  'test the stick': ['dosfstools', 'mtools', 'qemu-utils'],
};

const XMRIG_LIST = new URL('../xmrig/build-packages.txt', import.meta.url);

/** What is needed, in groups: purpose to package names. */
export async function wantedPackages(): Promise<Record<string, readonly string[]>> {
  const xmrig = (await readFile(XMRIG_LIST, 'utf8'))
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim());
  return { ...GROUPS, 'compile XMRig': xmrig.filter((name) => name !== '') };
}

/** From `dpkg-query -W -f='${Package} ${Status}\n'`: which of `wanted` are not fully installed. */
export function missingFrom(wanted: readonly string[], dpkgOutput: string): string[] {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .filter((line) => line.endsWith(' install ok installed'))
      .map((line) => line.split(' ')[0] ?? ''),
  );
  return [...new Set(wanted)].filter((name) => !installed.has(name));
}
