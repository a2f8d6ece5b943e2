import { describe, expect, it } from 'vitest';
import type { TuningRecord } from '../../../headless/snapshot.ts';
import { applyTuning } from '../../../headless/tuning/apply.ts';
import { confirmTuning } from '../../../headless/tuning/confirm.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { fakeMachine } from './fake-machine.ts';
import { booted, noPages, type Topology } from './topologies.ts';

async function applied(topology: Topology, threads: number | null = null) {
  const machine = await fakeMachine({ nodes: topology.nodes ?? 1 });
  const plan = planTuning(booted(topology), { threads, pages: noPages(topology.nodes) });
  const { records } = await applyTuning(plan, machine, {
    dryRun: false,
    oldRegisters: '/nonexistent/registers.json',
  });
  return { machine, records };
}

function use(node: number, size: string): string {
  return `sys/devices/system/node/node${node}/hugepages/hugepages-${size}/free_hugepages`;
}

function pick(records: TuningRecord[], knob: TuningRecord['knob']): TuningRecord | undefined {
  return records.find((record) => record.knob === knob);
}

const FOUR = { cores: 4, smt: false };
const NO_1G = { cpu: { pdpe1gb: false } };

describe('confirmTuning', () => {
  it('waits for the dataset', async () => {
    const { machine, records } = await applied({ gib: 16, ...FOUR });
    const answer = { hugePages: { allocated: 0, wanted: 0 }, threads: 0 };
    expect(await confirmTuning(records, machine, answer)).toEqual(records);
    expect(pick(records, 'threads')).toMatchObject({ effective: 'not known yet', status: 'pending' });
  });

  it('keeps saying why it is no more than light mode', async () => {
    const { machine, records } = await applied({ gib: 2, cores: 2, smt: false });
    await machine.put(use(0, '2048kB'), '1\n');
    const answer = { hugePages: { allocated: 130, wanted: 130 }, threads: 2 };
    expect(pick(await confirmTuning(records, machine, answer), 'hugePages2M')).toMatchObject({
      effective: '130 of 131 in use, XMRig: huge pages 100 % (130 of 130), light mode',
      status: 'full',
      why: expect.stringContaining('RandomX runs in light mode'),
    });
  });

  it('tells what is in use of the 2 MB pages, and the threads', async () => {
    const { machine, records } = await applied({ gib: 4, ...FOUR, ...NO_1G });
    await machine.put(use(0, '2048kB'), '0\n');
    const answer = { hugePages: { allocated: 1172, wanted: 1172 }, threads: 4 };
    const confirmed = await confirmTuning(records, machine, answer);
    expect(pick(confirmed, 'hugePages2M')).toMatchObject({
      effective: '1173 of 1173 in use, XMRig: huge pages 100 % (1172 of 1172)',
      status: 'full',
    });
    expect(pick(confirmed, 'threads')).toMatchObject({ effective: '4 threads', status: 'full', why: null });
  });

  it('does not believe the kernel alone', async () => {
    const { machine, records } = await applied({ gib: 4, ...FOUR, ...NO_1G });
    const answer = { hugePages: { allocated: 132, wanted: 1172 }, threads: 4 };
    const confirmed = await confirmTuning(records, machine, answer);
    expect(pick(confirmed, 'hugePages2M')?.status).toBe('partial');
    expect(pick(confirmed, 'hugePages2M')?.why).toContain('132 of the 1172');
  });

  it('sees whether the dataset went into the 1 GB pages', async () => {
    const { machine, records } = await applied({ gib: 16, ...FOUR });
    await machine.put(use(0, '1048576kB'), '0\n');
    const inside = { hugePages: { allocated: 7, wanted: 7 }, threads: 4 };
    expect(pick(await confirmTuning(records, machine, inside), 'hugePages1G')?.status).toBe('full');
    await machine.put(use(0, '1048576kB'), '3\n');
    const beside = { hugePages: { allocated: 4, wanted: 1172 }, threads: 4 };
    expect(pick(await confirmTuning(records, machine, beside), 'hugePages1G')?.status).toBe('refused');
  });

  it('counts the datasets', async () => {
    const { machine, records } = await applied({ gib: 8, nodes: 2, ...FOUR, ...NO_1G });
    const two = { hugePages: { allocated: 2212, wanted: 2212 }, threads: 4 };
    expect(pick(await confirmTuning(records, machine, two), 'numa')).toMatchObject({
      effective: '2 datasets',
      status: 'full',
    });
    const one = { hugePages: { allocated: 1172, wanted: 1172 }, threads: 4 };
    expect(pick(await confirmTuning(records, machine, one), 'numa')?.why).toContain('1 dataset where 2');
  });

  it('holds XMRig to the number of threads that was configured', async () => {
    const { machine, records } = await applied({ gib: 16, ...FOUR }, 2);
    const answer = { hugePages: { allocated: 5, wanted: 5 }, threads: 2 };
    expect(pick(await confirmTuning(records, machine, answer), 'threads')?.status).toBe('full');
    const confirmed = await confirmTuning(records, machine, { ...answer, threads: 1 });
    expect(pick(confirmed, 'threads')?.why).toBe('XMRig runs 1 thread where 2 were asked.');
  });
});
