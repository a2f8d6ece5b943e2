import { readCpu, readSmtOff } from './cpu.ts';
import type { RigFacts } from './facts.ts';
import { readFirmware } from './firmware.ts';
import { readLabel } from './identity.ts';
import type { MachineSource } from './machine-source.ts';
import { readMemory, readNumaNodes } from './memory.ts';
import { readBoardTables } from './smbios.ts';

/** Everything the engine wants to know about a computer. What cannot be read is null, zero or false; never rejects for it. */
export async function readRig(machine: MachineSource): Promise<RigFacts> {
  const [cpu, memory, board, numaNodes, firmware, label] = await Promise.all([
    readCpu(machine),
    readMemory(machine),
    readBoardTables(machine),
    readNumaNodes(machine),
    readFirmware(machine),
    readLabel(machine),
  ]);
  const smtOff = await readSmtOff(machine, cpu, board.threads);
  return {
    cpu: { ...cpu, smtOff },
    memory,
    memoryBoard: board.memory,
    numaNodes,
    firmware,
    label,
  };
}
