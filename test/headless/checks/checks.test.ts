import { describe, expect, it } from 'vitest';
import { adviseOwner } from '../../../headless/checks/advice.ts';
import { checkRig, checksInMode } from '../../../headless/checks/checks.ts';
import type { RigFacts } from '../../../headless/rig/facts.ts';
import { checkSchema } from '../../../headless/snapshot.ts';
import { chooseMsrPreset } from '../../../headless/tuning/msr-presets.ts';
import { registersWorth } from '../../../headless/tuning/worth.ts';
import { booted } from '../tuning/topologies.ts';

const good = booted({ gib: 16, cores: 6, l3MiB: 32 });

function statuses(facts: RigFacts): Record<string, string> {
  return Object.fromEntries(checkRig(facts).checks.map(({ id, status }) => [id, status]));
}

describe('checkRig', () => {
  it('passes a good machine', () => {
    expect(checkRig(good).canMine).toBe(true);
    expect(new Set(Object.values(statuses(good)))).toEqual(new Set(['ok']));
    for (const check of checkRig(good).checks) expect(checkSchema.parse(check)).toEqual(check);
  });

  it('counts cores and threads as people write it', () => {
    const value = (cores: number, threads: number) =>
      checkRig({ ...good, cpu: { ...good.cpu, cores, threads } }).checks.find(({ id }) => id === 'cpu')
        ?.value;
    expect(value(1, 1)).toContain(', 1 core, 1 thread,');
    expect(value(6, 12)).toContain(', 6 cores, 12 threads,');
  });

  it('warns of a CPU without AES and AVX2, and lets it mine', () => {
    const facts = { ...good, cpu: { ...good.cpu, aes: false, avx2: false } };
    expect(statuses(facts)).toMatchObject({ aes: 'warning', avx2: 'warning', cpu: 'ok' });
    expect(checkRig(facts).canMine).toBe(true);
    expect(checkRig(facts).checks.find(({ id }) => id === 'aes')?.why).toContain('4 times slower');
  });

  it('halts a machine that cannot mine at all', () => {
    const small = { ...good, memory: { totalBytes: 500e6, availableBytes: 100e6 } };
    expect(checkRig(small).canMine).toBe(false);
    expect(checkRig(small).checks.find(({ id }) => id === 'memory')?.why).toContain('640 MB');
    expect(checkRig({ ...good, cpu: { ...good.cpu, x64: false } }).canMine).toBe(false);
  });

  it('warns of a memory that only light mode fits in, with what that costs', () => {
    const { checks } = checkRig(booted({ gib: 2, cores: 2, l3MiB: 4 }));
    const memory = checksInMode(checks, 'light').find(({ id }) => id === 'memory');
    expect(memory).toMatchObject({ status: 'warning' });
    expect(memory?.why).toContain('8 to 9 %');
    expect(checksInMode(checks, 'fast')).toEqual(checks);
  });

  it('says what lockdown costs and what to do', () => {
    const firmware = { kind: 'uefi', secureBoot: true, lockdown: 'integrity' } as const;
    const check = checkRig({ ...good, firmware }).checks.find(({ id }) => id === 'firmware');
    expect(check).toMatchObject({ status: 'warning', value: 'UEFI, Secure Boot on' });
    expect(check?.why).toContain('Switch Secure Boot off');
    const worth = registersWorth(chooseMsrPreset(good.cpu));
    expect(check?.why).toContain(`worth: ${worth}`);
    const [advice] = adviseOwner({ ...good, firmware }, { lightMode: false, clock: null });
    expect(advice?.why).toContain(`worth: ${worth}`);
  });

  it('does not mind lockdown where there are no registers to tune', () => {
    const firmware = { kind: 'uefi', secureBoot: true, lockdown: 'integrity' } as const;
    expect(statuses({ ...good, firmware, cpu: { ...good.cpu, aes: false } })).toMatchObject({
      firmware: 'ok',
    });
  });
});
