/**
 * Computers to play that nobody had to record: the recorded one with a few facts changed, each with its reason. No facts of
 * other processors are made up here.
 */
import { booted, MIB } from '../headless/tuning/topologies.ts';

export interface Trouble {
  name: string;
  /** What a person will see, in one sentence. */
  sentence: string;
  /** Recorded computer that it starts from. */
  base: string;
  /** Replaced in a recorded file; every match of `find`, of which there must be one. */
  edits?: { path: string; find: RegExp; put: string }[];
  /** Files that the recording does not have, or has with another content. */
  files?: Record<string, string | Buffer>;
  /** Network addresses in place of the recorded ones. */
  addresses?: Record<string, string[]>;
  /** How its CPUs take register writes: they keep them, or ignore them as emulators do. Not given: as recorded. */
  registers?: 'kept' | 'ignored';
  /** Practice stacks to start, each with its options; one that is ready where nothing is given. */
  stacks?: string[][];
}

const BASE = 'xeon-vm-2-threads';
const NODE = 'sys/devices/system/node';

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'all-tuned',
    sentence: 'Nothing is wrong: every knob of the tuning turns.',
    base: BASE,
    // The recorded kernel has no register driver.
    registers: 'kept',
  },
  {
    name: 'no-cable',
    sentence: 'No network cable is plugged in.',
    base: BASE,
    edits: [{ path: 'sys/class/net/eth0/carrier', find: /1/, put: '0' }],
    addresses: {},
    stacks: [],
  },
  {
    name: 'no-address',
    sentence: 'The cable is in, but no router hands out an address.',
    base: BASE,
    addresses: {},
    stacks: [],
  },
  {
    name: 'no-stack',
    sentence: 'The network is fine, but nobody runs a stack on it.',
    base: BASE,
    stacks: [],
  },
  {
    name: 'chain-syncing',
    sentence: 'The only stack is not ready: its P2Pool is not connected yet.',
    base: BASE,
    stacks: [['--kind', 'p2pool', '--not-ready']],
  },
  {
    name: 'stack-password',
    sentence: 'The only stack wants a password, which is "tulip".',
    base: BASE,
    files: { 'proc/bus/input/devices': atKeyboard() },
    stacks: [['--password', 'tulip']],
  },
  {
    name: 'three-stacks',
    sentence:
      'Three stacks: one ready, one with the password "tulip", one not ready; half a minute to choose.',
    base: BASE,
    // With a keyboard the rig waits longer for somebody to choose.
    files: { 'proc/bus/input/devices': atKeyboard() },
    stacks: [[], ['--password', 'tulip'], ['--kind', 'p2pool', '--not-ready']],
  },
  {
    name: 'secure-boot',
    sentence: 'Secure Boot is on, so the kernel is locked down and forbids register writes.',
    base: BASE,
    files: {
      // The recorded computer starts without UEFI. Forms of the files: UEFI specification 3.3, kernel_lockdown(7).
      'sys/firmware/efi/fw_platform_size': '64\n',
      'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c': Buffer.from([
        6, 0, 0, 0, 1,
      ]),
      'sys/kernel/security/lockdown': 'none [integrity] confidentiality\n',
    },
  },
  {
    name: 'refused-registers',
    sentence: 'The CPUs take register writes and ignore them, as an emulator does.',
    base: BASE,
    registers: 'ignored',
  },
  {
    name: 'no-aes',
    sentence: 'A processor without AES instructions: it mines, slowly.',
    base: BASE,
    edits: [{ path: 'proc/cpuinfo', find: / (aes|vaes)(?= )/g, put: '' }],
  },
  {
    name: 'two-gb',
    sentence: '2 GB of memory: too little for the dataset, so RandomX runs in light mode.',
    base: BASE,
    edits: memoryOf(booted({ gib: 2, cores: 2 }).memory),
  },
  {
    name: 'too-little-memory',
    sentence: 'Half a GB of memory: the one computer here that cannot mine at all.',
    base: BASE,
    edits: memoryOf({ totalBytes: 480 * MIB, availableBytes: 80 * MIB }),
    stacks: [],
  },
  {
    name: 'two-nodes',
    sentence: 'Two memory (NUMA) nodes: each gets a dataset of its own.',
    base: BASE,
    // The recorded memory and CPUs, one half on each node.
    files: { ...memoryNode(0), ...memoryNode(1) },
  },
];

function memoryOf({ totalBytes, availableBytes }: { totalBytes: number; availableBytes: number }) {
  const kilobytes = (bytes: number) => Math.round(bytes / 1024);
  const line = (name: string, bytes: number) => ({
    path: 'proc/meminfo',
    find: new RegExp(`^${name}: .*$`, 'm'),
    put: `${name}: ${kilobytes(bytes)} kB`,
  });
  return [
    line('MemTotal', totalBytes),
    line('MemFree', availableBytes),
    line('MemAvailable', availableBytes),
  ];
}

/** Half of the recorded 24,684,084 kB, of which 24,148,152 kB were free. */
function memoryNode(id: number): Record<string, string> {
  const folder = `${NODE}/node${id}`;
  const pages = (size: string) => ({
    [`${folder}/hugepages/hugepages-${size}/nr_hugepages`]: '0\n',
    [`${folder}/hugepages/hugepages-${size}/free_hugepages`]: '0\n',
  });
  return {
    [`${folder}/cpulist`]: `${id}\n`,
    [`${folder}/meminfo`]: `Node ${id} MemTotal: 12342042 kB\nNode ${id} MemFree: 12074076 kB\n`,
    ...pages('1048576kB'),
    ...pages('2048kB'),
  };
}

/** As the kernel lists the keyboard of a PC with a PS/2 controller. */
function atKeyboard(): string {
  return `I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
H: Handlers=sysrq kbd event1 leds
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
B: MSC=10
B: LED=7
`;
}
