import { VERIFIER_PACKAGES } from '../../test/stack/verifier/build.ts';
import { buildPackages } from '../xmrig/build.ts';

/** Debian and Ubuntu packages that the host needs: what for, and their names. */
export const HOST_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'boot the image': ['qemu-system-x86', 'ovmf', 'mtools', 'dnsmasq-base', 'iproute2'],
  'build the image': ['python3', 'debian-archive-keyring', 'xz-utils', 'zstd', 'cpio', 'ca-certificates'],
  'verify shares': VERIFIER_PACKAGES,
  'test discovery': ['avahi-daemon', 'iproute2'],
  'test the stick': ['dosfstools', 'mtools', 'qemu-utils'],
  'compile XMRig': buildPackages(),
};
