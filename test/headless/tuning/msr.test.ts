import { describe, expect, it } from 'vitest';
import { applyMsrPreset, type MsrOutcome } from '../../../headless/tuning/msr.ts';
import { msrRecord } from '../../../headless/tuning/msr-record.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { fakeMachine, getRegister, putDevice, putRegisters, STRIDE } from './fake-machine.ts';
import { booted, noPages } from './topologies.ts';

const OLD_BITS = 0xffff_ffff_ffff_ffffn;
const FRESH = { 3221295136: 1n, 3221295137: OLD_BITS, 3221295138: 2n, 3221295147: 3n };
const WANTED = {
  3221295136: 0x0004480000000000n,
  3221295137: 0x001c000200000060n,
  3221295138: 0xc000000401570000n,
  3221295147: 0x2000cc10n,
};
const plan = planTuning(booted({ gib: 16, cores: 8 }), { threads: null, pages: noPages() });
const bare = { lockdown: 'none', hypervisor: false, earlier: null };
const write = { readOnly: false, stride: STRIDE };

describe('applyMsrPreset', () => {
  it('writes every CPU and keeps the bits outside of the mask', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 1, { ...FRESH, 3221295137: 0n });
    const outcomes = await applyMsrPreset(machine, 'ryzen_19h', write);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(8).fill('set'));
    for (const [register, value] of Object.entries(WANTED))
      expect(await getRegister(machine, 0, Number(register))).toBe(value);
    expect(await getRegister(machine, 1, 0xc0011021)).toBe(0x001c000200000040n);
    expect(msrRecord(plan, outcomes, bare)).toMatchObject({
      status: 'full',
      effective: 'on all 2 CPUs',
      why: null,
    });
  });

  it('changes nothing when it may only read', async () => {
    const machine = await fakeMachine();
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 1, FRESH);
    const outcomes = await applyMsrPreset(machine, 'ryzen_19h', { readOnly: true, stride: STRIDE });
    expect(outcomes.every(({ outcome }) => outcome === 'differs')).toBe(true);
    expect(await getRegister(machine, 1, 0xc0011020)).toBe(1n);
  });

  it('is refused by an emulator that takes writes and reads zeros', async () => {
    const machine = await fakeMachine();
    await putDevice(machine, 0, '/dev/zero');
    await putDevice(machine, 1, '/dev/zero');
    const zen2 = await applyMsrPreset(machine, 'ryzen_17h', write);
    expect(zen2.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['already', 'differs']);
    const record = msrRecord(plan, zen2, { ...bare, hypervisor: true });
    expect(record.status).toBe('refused');
    expect(record.why).toContain('virtual machine takes register writes and ignores them');
  });

  it('names the register that fails', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await putDevice(machine, 0, '/dev/full');
    const record = msrRecord(plan, await applyMsrPreset(machine, 'ryzen_19h', write), bare);
    expect(record.why).toBe('The CPU refuses it (CPU 0, register 0xc0011020: ENOSPC).');
  });

  it('goes on when a CPU goes away halfway', async () => {
    const machine = await fakeMachine({ cpus: 3 });
    await putRegisters(machine, 0, FRESH);
    await putRegisters(machine, 2, FRESH);
    const record = msrRecord(plan, await applyMsrPreset(machine, 'ryzen_19h', write), bare);
    expect(record).toMatchObject({ status: 'partial', effective: 'ryzen_19h on 2 of 3 CPUs' });
    expect(record.why).toBe('CPU 1 went away while it was tuned.');
  });

  it('says when the kernel module is missing', async () => {
    const record = msrRecord(plan, await applyMsrPreset(await fakeMachine(), 'ryzen_19h', write), bare);
    expect(record).toMatchObject({ status: 'refused', effective: 'unchanged' });
    expect(record.why).toContain('module msr is not loaded');
  });
});

describe('msrRecord', () => {
  const already: MsrOutcome[] = [{ cpu: 0, register: 0x1a4, outcome: 'already', code: null }];

  it('takes a register that already read as wanted for no evidence', () => {
    expect(msrRecord(plan, already, bare).status).toBe('partial');
  });

  it('keeps what an earlier write of this boot showed', () => {
    const earlier = msrRecord(plan, [{ cpu: 0, register: 0x1a4, outcome: 'set', code: null }], bare);
    expect(msrRecord(plan, already, { ...bare, earlier }).status).toBe('full');
  });

  it('explains lockdown', () => {
    const outcomes: MsrOutcome[] = [{ cpu: 0, register: 0x1a4, outcome: 'failed', code: 'EPERM' }];
    const record = msrRecord(plan, outcomes, { ...bare, lockdown: 'integrity' });
    expect(record.status).toBe('refused');
    expect(record.why).toContain('locked down (integrity)');
    expect(record.worth).toContain('+6.6 %');
  });

  it('does not ask for what XMRig has no preset for', () => {
    const none = planTuning(booted({ gib: 16, cores: 8, cpu: { family: 0x15 } }), {
      threads: null,
      pages: noPages(),
    });
    const record = msrRecord(none, [], bare);
    expect(record).toMatchObject({ status: 'notApplicable', asked: 'none' });
    expect(record.why).toContain('family 21');
  });
});
