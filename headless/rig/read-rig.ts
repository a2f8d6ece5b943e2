import { readCpu } from './cpu.ts';
import type { RigFacts } from './facts.ts';
import { readFirmware } from './firmware.ts';
import { readLabel } from './identity.ts';
import type { MachineSource } from './machine-source.ts';
import { readMemory, readNumaNodes } from './memory.ts';

/** Everything the engine wants to know about a computer. What cannot be read is null, zero or false; never rejects for it. */
export async function readRig(machine: MachineSource): Promise<RigFacts> {
  const [cpu, memory, numaNodes, firmware, label] = await Promise.all([
    readCpu(machine),
    readMemory(machine),
    readNumaNodes(machine),
    readFirmware(machine),
    readLabel(machine),
  ]);
  return { cpu, memory, numaNodes, firmware, label };
}
