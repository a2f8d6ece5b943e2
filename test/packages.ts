import type { Needs } from '../image/host.ts';
import { buildPackages } from '../image/xmrig/build.ts';
import { VERIFIER_PACKAGES } from './stack/verifier/build.ts';

/** What booting an image in QEMU next to the practice stack needs. */
export const BOOT_PACKAGES: Needs = {
  'boot the image': ['qemu-system-x86', 'ovmf', 'mtools', 'fdisk', 'dnsmasq-base', 'iproute2'],
  'verify shares': VERIFIER_PACKAGES,
};

/** What `npm test` and `npm run test:long` need. */
export const TEST_PACKAGES: Needs = {
  'compile XMRig': buildPackages(),
  'verify shares': VERIFIER_PACKAGES,
  'test discovery': ['avahi-daemon', 'iproute2'],
  'test the stick': ['dosfstools', 'mtools', 'fdisk', 'qemu-utils'],
};
