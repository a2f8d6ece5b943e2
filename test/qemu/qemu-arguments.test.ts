import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { qemuArguments } from './qemu-arguments.ts';

const files = {
  stick: '/run/a,b.raw',
  disks: [{ file: '/d.raw', format: 'raw' }],
  firmwareCode: '/code.fd',
  firmwareVariables: '/vars.fd',
  qmp: '/q',
  serial0: '/s0',
  serial1: '/s1',
};

function line(...args: string[]): string {
  const options = parseOptions(args);
  if (options === 'help') throw new Error('not help');
  return qemuArguments(options, files, 'tcg', { tap: 'rig0', mac: '52:54:00:12:34:56' }).join(' ');
}

describe('the machine', () => {
  it('boots from a USB stick, whatever its path is called', () => {
    expect(line()).toContain('if=none,id=stick,format=raw,cache=unsafe,file=/run/a,,b.raw');
    expect(line()).toContain('usb-storage,id=stick,drive=stick,bus=xhci.0,removable=on,bootindex=0');
  });

  it('has no keyboard of any kind when asked for none', () => {
    expect(line('--keyboard', 'none')).not.toContain('kbd');
    expect(line('--keyboard', 'none')).toContain('i8042=off');
    expect(line()).toContain('usb-kbd');
  });

  it('enforces Secure Boot with system management mode', () => {
    expect(line('--firmware', 'secure')).toContain('q35,i8042=off,smm=on');
    expect(line('--firmware', 'secure')).toContain('cfi.pflash01,property=secure,value=on');
    expect(line('--firmware', 'bios')).not.toContain('pflash');
  });

  it('gives every NUMA node its memory and its processors', () => {
    const numa = line('--numa', '2', '--smp', '4', '--memory', '5G');
    expect(numa).toContain('-smp 4,sockets=2,cores=2,threads=1,maxcpus=4');
    expect(numa).toContain('id=ram0,size=2560M');
    expect(numa).toContain('cpu,node-id=1,socket-id=1');
  });

  it('gives every core its threads', () => {
    expect(line('--smp', '4', '--smt', '2')).toContain('-smp 4,sockets=1,cores=2,threads=2,maxcpus=4');
  });

  it('has no network card without a cable', () => {
    const options = parseOptions([]);
    if (options === 'help') throw new Error('not help');
    expect(qemuArguments(options, files, 'tcg', null).join(' ')).not.toContain('e1000e');
  });
});
