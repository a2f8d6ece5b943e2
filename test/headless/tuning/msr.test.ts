import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MachineSource } from '../../../headless/rig/machine-source.ts';
import { applyMsrPreset, type MsrOutcome } from '../../../headless/tuning/msr.ts';
import { msrRecord } from '../../../headless/tuning/msr-record.ts';
import { restoreRegisters } from '../../../headless/tuning/msr-restore.ts';
import { openOldRegisters } from '../../../headless/tuning/old-registers.ts';
import { planRegisters } from '../../../headless/tuning/register-plan.ts';
import { fakeMachine, getRegister, putDevice, putRegisters, STRIDE } from './fake-machine.ts';
import { booted } from './topologies.ts';

const OLD_BITS = 0xffff_ffff_ffff_ffffn;
const FRESH = { 3221295136: 1n, 3221295137: OLD_BITS, 3221295138: 2n, 3221295147: 3n };
const WANTED = {
  3221295136: 0x0004480000000000n,
  3221295137: 0x001c000200000060n,
  3221295138: 0xc000000401570000n,
  3221295147: 0x2000cc10n,
};
const plan = planRegisters(booted({ gib: 16, cores: 8 }));

/** Fresh from the file each time, as a restarted engine has it. */
const memory = (machine: MachineSource) => openOldRegisters(join(machine.root, 'registers.json'));

async function write(machine: MachineSource, preset: Parameters<typeof applyMsrPreset>[1] = 'ryzen_19h') {
  return applyMsrPreset(machine, preset, { readOnly: false, old: await memory(machine), stride: STRIDE });
}

async function look(machine: MachineSource) {
  return applyMsrPreset(machine, 'ryzen_19h', { readOnly: true, old: await memory(machine), stride: STRIDE });
}

describe('applyMsrPreset', () => {
  it('writes every CPU and keeps the bits outside of the mask', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 1, { ...FRESH, 3221295137: 0n });
    const outcomes = await write(machine);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(8).fill('set'));
    for (const [register, value] of Object.entries(WANTED))
      expect(await getRegister(machine, 0, Number(register))).toBe(value);
    expect(await getRegister(machine, 1, 0xc0011021)).toBe(0x001c000200000040n);
    expect(msrRecord(plan, outcomes)).toMatchObject({
      status: 'full',
      effective: 'on all 2 CPUs',
      why: null,
    });
  });

  it('changes nothing when it may only read', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 1, FRESH);
    const outcomes = await look(machine);
    expect(outcomes.every(({ outcome }) => outcome === 'differs')).toBe(true);
    expect(await getRegister(machine, 1, 0xc0011020)).toBe(1n);
  });

  it('knows after a restart of the engine what its writes have changed', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putRegisters(machine, 0, FRESH);
    await write(machine);
    expect(msrRecord(plan, await look(machine)).status).toBe('full');
    expect(msrRecord(plan, await write(machine)).status).toBe('full');
    await rm(join(machine.root, 'registers.json'));
    expect(msrRecord(plan, await look(machine)).status).toBe('partial');
  });

  it('is refused by an emulator that takes writes and reads zeros', async () => {
    const machine = await fakeMachine();
    await putDevice(machine, 0, '/dev/zero');
    await putDevice(machine, 1, '/dev/zero');
    const zen2 = await write(machine, 'ryzen_17h');
    expect(zen2.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['already', 'differs']);
    const record = msrRecord({ ...plan, hypervisor: true }, zen2);
    expect(record.status).toBe('refused');
    expect(record.why).toContain('virtual machine takes register writes and ignores them');
    const intel = await write(machine, 'intel');
    expect(msrRecord({ ...plan, preset: 'intel' }, intel)).toMatchObject({
      status: 'refused',
      effective: 'none',
      why: 'CPU 0, register 0x1a4 reads back differently from what was written.',
    });
  });

  it('names the register that fails', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putDevice(machine, 0, '/dev/full');
    const record = msrRecord(plan, await write(machine));
    expect(record.why).toBe('The CPU refuses it (CPU 0, register 0xc0011020: ENOSPC).');
  });

  it('goes on when a CPU goes away before its turn', async () => {
    const machine = await fakeMachine({ cpus: 3 });
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 2, FRESH);
    const record = msrRecord(plan, await write(machine));
    expect(record).toMatchObject({ status: 'partial', effective: 'ryzen_19h on 2 of 3 CPUs' });
    expect(record.why).toBe('CPU 1 went away while it was tuned.');
    await machine.put('sys/devices/system/cpu/online', '0,2\n');
    expect(msrRecord(plan, await write(machine))).toMatchObject({
      status: 'full',
      effective: 'on all 2 CPUs',
    });
  });

  it('goes on when a CPU goes away between its registers, and puts back what it had written', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, { 3221295136: 1n, 3221295137: 2n });
    await putRegisters(machine, 1, FRESH);
    const outcomes = await write(machine);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'set',
      'set',
      'failed',
      'failed',
      ...Array(4).fill('set'),
    ]);
    expect(msrRecord(plan, outcomes)).toMatchObject({
      status: 'partial',
      effective: 'ryzen_19h on 1 of 2 CPUs',
      why: 'The CPU refuses it (CPU 0, register 0xc0011022: EIO).',
    });
    expect(await restoreRegisters(machine, await memory(machine), STRIDE)).toEqual({ cpus: 2, of: 2 });
    expect(await getRegister(machine, 0, 0xc0011020)).toBe(1n);
  });

  it('writes a CPU that comes online later, and leaves the evidence of the others', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putRegisters(machine, 0, FRESH);
    await write(machine);
    await putRegisters(machine, 1, FRESH);
    await machine.put('sys/devices/system/cpu/online', '0-1\n');
    expect(msrRecord(plan, await write(machine))).toMatchObject({
      status: 'full',
      effective: 'on all 2 CPUs',
    });
    expect(await getRegister(machine, 1, 0xc0011022)).toBe(WANTED[0xc0011022]);
  });

  it('says when the kernel module is missing', async () => {
    const record = msrRecord(plan, await write(await fakeMachine()));
    expect(record).toMatchObject({ status: 'refused', effective: 'none' });
    expect(record.why).toContain('module msr is not loaded');
  });
});

describe('restoreRegisters', () => {
  it('puts back what was there before the first write, and forgets it', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 1, { ...FRESH, 3221295136: 7n });
    await write(machine);
    await write(machine);
    expect(await restoreRegisters(machine, await memory(machine), STRIDE)).toEqual({ cpus: 2, of: 2 });
    for (const [register, value] of Object.entries(FRESH))
      expect(await getRegister(machine, 0, Number(register))).toBe(value);
    expect(await getRegister(machine, 1, 0xc0011020)).toBe(7n);
    expect((await memory(machine)).all()).toEqual([]);
    expect(msrRecord(plan, await write(machine)).status).toBe('full');
  });

  it('passes over a CPU that went away, and does the rest', async () => {
    const machine = await fakeMachine({ cpus: 3 });
    for (const cpu of [0, 1, 2]) await putRegisters(machine, cpu, FRESH);
    await write(machine);
    await machine.put('sys/devices/system/cpu/online', '0,2\n');
    await rm(join(machine.root, 'dev/cpu/1'), { recursive: true });
    expect(await restoreRegisters(machine, await memory(machine), STRIDE)).toEqual({ cpus: 2, of: 2 });
    expect(await getRegister(machine, 2, 0xc001102b)).toBe(3n);
  });

  it('counts a CPU that goes away just then as not restored', async () => {
    const machine = await fakeMachine();
    for (const cpu of [0, 1]) await putRegisters(machine, cpu, FRESH);
    await write(machine);
    await rm(join(machine.root, 'dev/cpu/0'), { recursive: true });
    expect(await restoreRegisters(machine, await memory(machine), STRIDE)).toEqual({ cpus: 1, of: 2 });
  });
});

describe('openOldRegisters', () => {
  it('takes a file that it did not write for none', async () => {
    const machine = await fakeMachine();
    for (const content of ['', '{"cpu":1}', '[{"cpu":0,"register":1,"value":"12"}]', '[null]']) {
      await machine.put('registers.json', content);
      expect((await memory(machine)).all()).toEqual([]);
    }
  });
});

describe('msrRecord', () => {
  const already: MsrOutcome[] = [{ cpu: 0, register: 0x1a4, outcome: 'already', code: null }];

  it('takes a register that already read as wanted for no evidence', () => {
    expect(msrRecord(plan, already).status).toBe('partial');
  });

  it('wants evidence of each CPU', () => {
    const outcomes: MsrOutcome[] = [...already, { ...already[0], cpu: 1, outcome: 'set' } as MsrOutcome];
    expect(msrRecord(plan, outcomes).status).toBe('partial');
  });

  it('explains lockdown, also where it only looked', () => {
    for (const one of [
      { outcome: 'failed', code: 'EPERM' } as const,
      { outcome: 'differs', code: null } as const,
    ]) {
      const record = msrRecord({ ...plan, lockdown: 'integrity' }, [{ cpu: 0, register: 0x1a4, ...one }]);
      expect(record.status).toBe('refused');
      expect(record.why).toContain('locked down (integrity)');
      expect(record.worth).toContain('+6.6 %');
    }
  });

  it('does not ask for what XMRig has no preset for', () => {
    const none = planRegisters(booted({ gib: 16, cores: 8, cpu: { family: 0x15 } }));
    const record = msrRecord(none, []);
    expect(record).toMatchObject({ status: 'notApplicable', asked: 'none' });
    expect(record.why).toContain('family 21');
  });

  it('knows the preset of a Zen 5', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putRegisters(machine, 0, FRESH);
    const zen5 = planRegisters(booted({ gib: 16, cores: 8, cpu: { family: 0x1a, model: 0x44 } }));
    const record = msrRecord(zen5, await write(machine, zen5.preset ?? 'intel'));
    expect(record).toMatchObject({ asked: 'preset ryzen_1Ah_zen5', status: 'full' });
    expect(await getRegister(machine, 0, 0xc0011022)).toBe(0x8680000401570000n);
  });
});
