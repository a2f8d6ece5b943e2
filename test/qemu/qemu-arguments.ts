import type { BootOptions } from './options.ts';
import type { Port } from './segment.ts';

/** Where the parts of one machine are; all paths are files of this run only, except `disks`. */
export interface MachineFiles {
  readonly stick: string;
  /** An empty file: gets every write to the stick, with the flushes between them. */
  readonly stickLog?: string | undefined;
  readonly disks: readonly { readonly file: string; readonly format: string }[];
  readonly firmwareCode: string | null;
  readonly firmwareVariables: string | null;
  readonly qmp: string;
  readonly serial0: string;
  readonly serial1: string;
}

export type Accelerator = 'kvm' | 'tcg';

/** The parts of `BootOptions` that make the hardware. */
export type Hardware = Pick<
  BootOptions,
  'firmware' | 'memory' | 'cpu' | 'smp' | 'numa' | 'smt' | 'keyboard' | 'no-network'
>;

/**
 * Under emulation AMD's first Zen (2017): AES, AVX2 and 1 GB pages, as the image expects of a PC, and a CPU on which
 * XMRig builds its dataset without AVX2. QEMU emulates AVX2 so slowly that a Haswell takes eight times as long there.
 * Under KVM the guest gets the host's own CPU.
 */
export function defaultCpu(accelerator: Accelerator): string {
  return accelerator === 'kvm' ? 'host' : 'EPYC';
}

/** What many cheap boards say of themselves, so that only the network card tells one from another. */
const BOARD_UUID = '03000200-0400-0500-0006-000700080009';

/**
 * QEMU's command line for the machine: the stick is a real USB mass storage device, the firmware boots from it,
 * two serial ports, a VGA screen. Sockets are listened on by the harness, so that no early byte is lost.
 */
export function qemuArguments(
  hardware: Hardware,
  files: MachineFiles,
  accelerator: Accelerator,
  port: Port | null,
): string[] {
  const secure = hardware.firmware === 'secure';
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-name', 'rig', '-uuid', BOARD_UUID],
    ...['-machine', `q35,i8042=off${secure ? ',smm=on' : ''}`],
    ...['-accel', accelerator === 'kvm' ? 'kvm' : 'tcg,thread=multi'],
    ...['-cpu', hardware.cpu ?? defaultCpu(accelerator), '-m', hardware.memory],
    ...processors(hardware),
    ...firmware(hardware.firmware, files),
    ...['-device', 'VGA', '-device', 'qemu-xhci,id=xhci'],
    ...['-drive', stickDrive(files.stick, files.stickLog ?? null)],
    ...['-device', 'usb-storage,id=stick,drive=stick,bus=xhci.0,removable=on,bootindex=0'],
    ...(hardware.keyboard === 'usb' ? ['-device', 'usb-kbd,id=keyboard,bus=xhci.0'] : []),
    ...files.disks.flatMap(({ file, format }, i) => [
      ...['-drive', `if=none,id=disk${i},format=${format},file=${escaped(file)}`],
      ...['-device', `ide-hd,drive=disk${i},bus=ide.${i}`],
    ]),
    ...(port === null ? [] : network(port)),
    ...['-chardev', `socket,id=serial0,path=${escaped(files.serial0)}`, '-serial', 'chardev:serial0'],
    ...['-chardev', `socket,id=serial1,path=${escaped(files.serial1)}`, '-serial', 'chardev:serial1'],
    ...['-chardev', `socket,id=qmp,path=${escaped(files.qmp)}`, '-mon', 'chardev=qmp,mode=control'],
  ];
}

/** The stick as QEMU has it. What it writes is thrown away with it, so its flushes are nothing to wait for; a log needs them. */
export function stickDrive(stick: string, log: string | null): string {
  if (log === null) return `if=none,id=stick,format=raw,cache=unsafe,file=${escaped(stick)}`;
  return [
    'if=none,id=stick,driver=blklogwrites,log-sector-size=512,file.driver=raw,file.file.driver=file',
    `file.file.filename=${escaped(stick)}`,
    'log.driver=raw,log.file.driver=file',
    `log.file.filename=${escaped(log)}`,
  ].join(',');
}

function processors({ smp, numa, smt, memory }: Hardware): string[] {
  const cores = Math.ceil(smp / numa / smt);
  const base = ['-smp', `${smp},sockets=${numa},cores=${cores},threads=${smt},maxcpus=${numa * cores * smt}`];
  if (numa === 1) return base;
  const megabytes = Number(memory.slice(0, -1)) * (memory.endsWith('G') ? 1024 : 1);
  const share = Math.floor(megabytes / numa);
  const nodes = Array.from({ length: numa }, (_, node) => [
    ...[
      '-object',
      `memory-backend-ram,id=ram${node},size=${node === 0 ? megabytes - share * (numa - 1) : share}M`,
    ],
    ...['-numa', `node,nodeid=${node},memdev=ram${node}`, '-numa', `cpu,node-id=${node},socket-id=${node}`],
  ]);
  return [...base, ...nodes.flat()];
}

function firmware(kind: Hardware['firmware'], files: MachineFiles): string[] {
  if (kind === 'bios') return [];
  if (files.firmwareCode === null || files.firmwareVariables === null)
    throw new Error('UEFI needs its two files');
  const flash = (unit: number, file: string, more: string): string[] => [
    '-drive',
    `if=pflash,unit=${unit},format=raw,file=${escaped(file)}${more}`,
  ];
  return [
    ...flash(0, files.firmwareCode, ',readonly=on'),
    ...flash(1, files.firmwareVariables, ''),
    ...(kind === 'secure' ? ['-global', 'driver=cfi.pflash01,property=secure,value=on'] : []),
  ];
}

/** A gigabit card that many PCs have; without its boot ROM, so that the firmware never waits for the network. */
function network({ tap, mac }: Port): string[] {
  return [
    ...['-netdev', `tap,id=lan,ifname=${tap},script=no,downscript=no`],
    ...['-device', `e1000e,id=card,netdev=lan,romfile=,mac=${mac}`],
  ];
}

/** QEMU's option syntax takes a comma in a value only when it is doubled. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
