import { describe, expect, it } from 'vitest';
import { parseCpuList } from '../../../headless/rig/files.ts';
import { liveMachine, recordedMachine } from '../../../headless/rig/machine-source.ts';
import { readUptimeMs } from '../../../headless/rig/process.ts';
import { readRig } from '../../../headless/rig/read-rig.ts';
import { machineWith } from './facts-tree.ts';

const NODE = 'sys/devices/system/node';
const CPU = 'sys/devices/system/cpu';

describe('readRig', () => {
  it('reads a recorded computer', async () => {
    const machine = await recordedMachine('xeon-vm-2-threads');
    const facts = await readRig(machine);
    expect(facts.cpu).toMatchObject({
      brand: 'Intel(R) Xeon(R) Processor',
      vendor: 'Intel',
      family: 6,
      model: 167,
      cores: 2,
      threads: 2,
      l3Bytes: 480 * 2 ** 20,
      pdpe1gb: true,
      hypervisor: true,
    });
    expect(facts.numaNodes).toMatchObject([{ id: 0, cpus: [0, 1], totalBytes: facts.memory.totalBytes }]);
    expect(facts.firmware).toEqual({ kind: 'bios', secureBoot: false, lockdown: null });
    expect(facts.label).toMatch(/^rig-[0-9a-f]{6}$/);
    expect(await readUptimeMs(machine)).toBeGreaterThan(0);
  });

  it('says which recordings it did not find', async () => {
    await expect(recordedMachine('../../etc')).rejects.toThrow('no recorded computer "../../etc"');
  });

  it('reads the computer the tests run on', async () => {
    const facts = await readRig(liveMachine());
    expect(facts.cpu.threads).toBeGreaterThan(0);
    expect(facts.memory.totalBytes).toBeGreaterThan(facts.memory.availableBytes);
  });

  it('puts the first thread of each core before the second ones, node by node', async () => {
    const siblings = (cpu: number, list: string) => ({
      [`${CPU}/cpu${cpu}/topology/thread_siblings_list`]: `${list}\n`,
    });
    const machine = await machineWith({
      [`${NODE}/node0/cpulist`]: '0-1,4-5\n',
      [`${NODE}/node0/meminfo`]:
        'Node 0 MemTotal:  1000 kB\nNode 0 MemFree:  500 kB\nNode 0 Inactive(file):  50 kB\n',
      [`${NODE}/node1/cpulist`]: '2-3\n',
      [`${NODE}/node1/meminfo`]: 'Node 1 MemTotal:  1000 kB\nNode 1 MemFree:  900 kB\n',
      [`${NODE}/node2/cpulist`]: '\n',
      [`${NODE}/node2/meminfo`]: 'Node 2 MemTotal:  0 kB\n',
      ...siblings(0, '0-1'),
      ...siblings(1, '0-1'),
      ...siblings(4, '4-5'),
      ...siblings(5, '4-5'),
    });
    const { numaNodes } = await readRig(machine);
    expect(numaNodes).toEqual([
      { id: 0, cpus: [0, 4, 1, 5], totalBytes: 1_024_000, freeBytes: 563_200 },
      { id: 1, cpus: [2, 3], totalBytes: 1_024_000, freeBytes: 921_600 },
    ]);
  });

  it('reads Secure Boot and lockdown where they are', async () => {
    const variable = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';
    const machine = await machineWith({
      [variable]: Buffer.from([6, 0, 0, 0, 1]),
      'sys/kernel/security/lockdown': 'none [integrity] confidentiality\n',
    });
    expect((await readRig(machine)).firmware).toEqual({
      kind: 'uefi',
      secureBoot: true,
      lockdown: 'integrity',
    });
    const hidden = await machineWith({ 'sys/firmware/efi/fw_platform_size': '64\n' });
    expect((await readRig(hidden)).firmware.secureBoot).toBeNull();
  });

  it('survives a machine with nothing to read', async () => {
    const facts = await readRig(await machineWith({}));
    expect(facts.cpu).toMatchObject({ brand: 'unknown CPU', threads: 1, cores: 1, x64: false });
    expect(facts.numaNodes).toHaveLength(1);
  });
});

describe('parseCpuList', () => {
  it.each([
    ['0', [0]],
    ['0-3,8,10-11', [0, 1, 2, 3, 8, 10, 11]],
    ['', []],
  ])('%s', (text, cpus) => expect(parseCpuList(text)).toEqual(cpus));
});
