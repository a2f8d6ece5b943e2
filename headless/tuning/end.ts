import type { MachineSource } from '../rig/machine-source.ts';
import { log } from '../system/log.ts';
import { restoreRegisters } from './msr-restore.ts';
import { openOldRegisters } from './old-registers.ts';

/** Where the old values of the registers are kept until mining ends, in RAM. */
export function oldRegistersFile(runDirectory: string): string {
  return `${runDirectory}/registers.json`;
}

/** Mining has ended for good, with no XMRig left: the registers get their old values back. Nothing to do where none was written. */
export async function endTuning(machine: MachineSource, runDirectory: string): Promise<void> {
  const old = await openOldRegisters(oldRegistersFile(runDirectory));
  if (old.all().length === 0) return;
  const { cpus, of } = await restoreRegisters(machine, old);
  log('info', `CPU registers put back as they were before mining: ${cpus} of ${of} CPUs`);
}
