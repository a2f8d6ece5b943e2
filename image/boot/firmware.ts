import { access, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootOptions } from './options.ts';

/** Debian's and Ubuntu's `ovmf` package. The second file is a fresh set of variables; `.ms` has Microsoft's keys enrolled. */
const FILES = {
  uefi: { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
  secure: {
    code: '/usr/share/OVMF/OVMF_CODE_4M.secboot.fd',
    variables: '/usr/share/OVMF/OVMF_VARS_4M.ms.fd',
  },
} as const;

/** The machine's firmware and its own copy of the variables, both null for a BIOS machine (SeaBIOS is QEMU's default). */
export async function firmwareFiles(
  kind: BootOptions['firmware'],
  directory: string,
): Promise<{ firmwareCode: string | null; firmwareVariables: string | null }> {
  if (kind === 'bios') return { firmwareCode: null, firmwareVariables: null };
  const { code, variables } = FILES[kind];
  await access(code);
  const own = join(directory, 'firmware-variables.fd');
  await copyFile(variables, own);
  return { firmwareCode: code, firmwareVariables: own };
}
