import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createCpuWatch } from '../../../headless/rig/online-cpus.ts';
import { endTuning, oldRegistersFile } from '../../../headless/tuning/end.ts';
import { planRegisters } from '../../../headless/tuning/register-plan.ts';
import { tuneCpus } from '../../../headless/tuning/registers.ts';
import { type FakeMachine, fakeMachine, getRegister, putRegisters } from './fake-machine.ts';
import { booted } from './topologies.ts';

const ONLINE = 'sys/devices/system/cpu/online';
/** The one register of Intel's preset: an ordinary file can hold it where the driver has it, `STRIDE` or not. */
const PREFETCHERS = 0x1a4;
const intel = planRegisters(booted({ gib: 16, cores: 4, cpu: { vendor: 'Intel', family: 6 } }));

async function putPrefetchers(machine: FakeMachine, cpu: number, value: bigint): Promise<void> {
  await putRegisters(machine, cpu, { [PREFETCHERS / 8]: value });
}

function readPrefetchers(machine: FakeMachine, cpu: number): Promise<bigint> {
  return getRegister(machine, cpu, PREFETCHERS / 8);
}

const tune = (machine: FakeMachine) =>
  tuneCpus(machine, intel, { readOnly: false, oldRegisters: oldRegistersFile(machine.root) });

describe('from the first tuning to the end of mining', () => {
  it('writes the registers, tunes a CPU that comes online, and puts all of them back', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putPrefetchers(machine, 0, 0x5n);
    const changed = createCpuWatch(machine);
    expect(await changed()).toBe(false);
    expect((await tune(machine)).msr).toMatchObject({ status: 'full', effective: 'on the CPU' });
    expect(await readPrefetchers(machine, 0)).toBe(0xfn);
    expect((await stat(oldRegistersFile(machine.root))).mode & 0o777).toBe(0o600);
    expect(await changed()).toBe(false);

    await putPrefetchers(machine, 1, 0x0n);
    await machine.put(ONLINE, '0-1\n');
    expect(await changed()).toBe(true);
    expect((await tune(machine)).msr).toMatchObject({ status: 'full', effective: 'on all 2 CPUs' });

    await endTuning(machine, machine.root);
    expect(await readPrefetchers(machine, 0)).toBe(0x5n);
    expect(await readPrefetchers(machine, 1)).toBe(0x0n);
    await expect(stat(oldRegistersFile(machine.root))).rejects.toThrow('ENOENT');
  });

  it('sets the clock of a CPU that comes online', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putPrefetchers(machine, 0, 0x0n);
    const governor = (cpu: number) => `sys/devices/system/cpu/cpufreq/policy${cpu}/scaling_governor`;
    await machine.put(governor(0), 'schedutil\n');
    expect((await tune(machine)).governor.effective).toBe('performance on the clock');
    await machine.put(governor(1), 'schedutil\n');
    expect((await tune(machine)).governor.effective).toBe('performance on 2 of 2 clocks');
  });

  it('has nothing to put back where nothing was written', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putPrefetchers(machine, 0, 0x5n);
    await endTuning(machine, machine.root);
    expect(await readPrefetchers(machine, 0)).toBe(0x5n);
  });
});
