export { checkRig } from './checks.ts';
export type { CpuFacts, FirmwareFacts, MemoryFacts, NumaNode, RigFacts } from './facts.ts';
export { deriveLabel } from './identity.ts';
export { readKeyboardPresent } from './keyboard.ts';
export { type Inventory, liveMachine, type MachineSource, recordedMachine } from './machine-source.ts';
export { readLinks } from './network.ts';
export { readRig } from './read-rig.ts';
export { readUptimeMs } from './uptime.ts';
