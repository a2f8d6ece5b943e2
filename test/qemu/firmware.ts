import { constants } from 'node:fs';
import { access, copyFile } from 'node:fs/promises';
import type { BootOptions } from './options.ts';

/** Debian's and Ubuntu's `ovmf` package. The second file is a fresh set of variables; `.ms` has Microsoft's keys enrolled. */
const FILES = {
  uefi: { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
  secure: {
    code: '/usr/share/OVMF/OVMF_CODE_4M.secboot.fd',
    variables: '/usr/share/OVMF/OVMF_VARS_4M.ms.fd',
  },
} as const;

/**
 * The machine's firmware and its variables in the file `own`, which is made when it is not there. Both null for a
 * BIOS machine (SeaBIOS is QEMU's default).
 */
export async function firmwareFiles(
  kind: BootOptions['firmware'],
  own: string,
): Promise<{ firmwareCode: string | null; firmwareVariables: string | null }> {
  if (kind === 'bios') return { firmwareCode: null, firmwareVariables: null };
  const { code, variables } = FILES[kind];
  await access(code);
  await copyFile(variables, own, constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return { firmwareCode: code, firmwareVariables: own };
}
