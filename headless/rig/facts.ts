/** What this computer is. Read once at start; plain data. */
export interface RigFacts {
  cpu: CpuFacts;
  memory: MemoryFacts;
  /** What the board's tables say; null without tables, or where they list no memory. */
  memoryBoard: MemoryBoard | null;
  numaNodes: NumaNode[];
  firmware: FirmwareFacts;
  /** Stable name without any state: `rig-` and six hex digits. */
  label: string;
}

export interface CpuFacts {
  /** As the CPU gives it, blanks tidied. */
  brand: string;
  vendor: 'AMD' | 'Intel' | 'other';
  family: number;
  model: number;
  /** Physical cores, all sockets. */
  cores: number;
  /** Logical CPUs that are online. */
  threads: number;
  /** Sums over the machine; null when unknown (many virtual machines). */
  l2Bytes: number | null;
  l3Bytes: number | null;
  /** Long mode: RandomX's code generator and this image need it. */
  x64: boolean;
  aes: boolean;
  avx2: boolean;
  ssse3: boolean;
  /** Pages of 1 GB. */
  pdpe1gb: boolean;
  hypervisor: boolean;
  /** The cores could run two threads each and do not. */
  smtOff: boolean;
}

export interface MemoryFacts {
  totalBytes: number;
  /** The kernel's MemAvailable: free huge pages are not in it. */
  availableBytes: number;
}

export interface MemoryBoard {
  slots: number;
  /** Slots that hold something. */
  modules: MemoryModule[];
}

export interface MemoryModule {
  /** Names as the board gives them, often printed beside the slot; empty when it gives none. */
  slot: string;
  bank: string;
  bytes: number;
  soldered: boolean;
  /** `DDR4`, `LPDDR5`, ... or `unknown`. */
  kind: string;
  /** MT/s that the module is made for, and at which it runs. */
  ratedMegatransfers: number | null;
  megatransfers: number | null;
}

export interface NumaNode {
  id: number;
  /** The first thread of every core in order, then the second ones. */
  cpus: number[];
  totalBytes: number;
  /** Free, or page cache that was not used lately. */
  freeBytes: number;
}

export interface FirmwareFacts {
  kind: 'bios' | 'uefi';
  /** Null when the firmware's variable cannot be read. */
  secureBoot: boolean | null;
  /** What the kernel says; null on a kernel without lockdown. */
  lockdown: 'none' | 'integrity' | 'confidentiality' | null;
}
