import { readFile } from 'node:fs/promises';

/** A UEFI variable as OVMF keeps it; `data` in hexadecimal. */
export interface FirmwareVariable {
  readonly name: string;
  readonly vendor: string;
  readonly data: string;
}

/** EDK II, MdeModulePkg/Include/Guid/VariableFormat.h: gEfiAuthenticatedVariableGuid as it stands in the file. */
const STORE = Buffer.from('782cf3aa7b949a43a1802e144ec37792', 'hex');
const STORE_HEADER = 28;
const VARIABLE_HEADER = 60;
const START = 0x55aa;
/** VAR_ADDED: written in full and not deleted. */
const VALID = 0x3f;

/** The live variables in OVMF's variable file. Throws when it is none. */
export async function readFirmwareVariables(file: string): Promise<FirmwareVariable[]> {
  const bytes = await readFile(file);
  const store = bytes.indexOf(STORE);
  if (store < 0) throw new Error(`${file} holds no UEFI variables`);
  const end = store + bytes.readUInt32LE(store + 16);
  const variables: FirmwareVariable[] = [];
  let at = store + STORE_HEADER;
  while (at + VARIABLE_HEADER < end && bytes.readUInt16LE(at) === START) {
    const nameBytes = bytes.readUInt32LE(at + 36);
    const dataBytes = bytes.readUInt32LE(at + 40);
    const name = at + VARIABLE_HEADER;
    const data = name + nameBytes;
    if (bytes[at + 2] === VALID) {
      variables.push({
        name: bytes.toString('utf16le', name, data).replace(/\0$/, ''),
        vendor: bytes.toString('hex', at + 44, at + 60),
        data: bytes.toString('hex', data, data + dataBytes),
      });
    }
    at = (data + dataBytes + 3) & ~3;
  }
  return variables;
}

/** What decides what a PC starts: its boot entries and their order. */
export function bootEntries(variables: readonly FirmwareVariable[]): Record<string, string> {
  const entries = variables.filter(({ name }) => /^(Boot[0-9A-F]{4}|BootOrder|BootNext)$/.test(name));
  return Object.fromEntries(entries.map(({ name, data }) => [name, data]).sort());
}
