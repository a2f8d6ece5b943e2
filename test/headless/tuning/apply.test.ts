import { describe, expect, it } from 'vitest';
import { recordedMachine } from '../../../headless/rig/machine-source.ts';
import { readRig } from '../../../headless/rig/read-rig.ts';
import type { TuningRecord } from '../../../headless/snapshot.ts';
import { applyTuning } from '../../../headless/tuning/apply.ts';
import { readPageCounters } from '../../../headless/tuning/pages.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { fakeMachine, putDevice } from './fake-machine.ts';
import { booted, noPages } from './topologies.ts';

const OLD = '/nonexistent/registers.json';
const real = { dryRun: false, oldRegisters: OLD };
const pagesOf = (node: number, size: string) =>
  `sys/devices/system/node/node${node}/hugepages/hugepages-${size}/nr_hugepages`;

function planFor(topology: Parameters<typeof booted>[0]) {
  return planTuning(booted(topology), { threads: null, pages: noPages(topology.nodes) });
}

function pick(records: TuningRecord[], knob: TuningRecord['knob']): TuningRecord | undefined {
  return records.find((record) => record.knob === knob);
}

describe('applyTuning', () => {
  it('reserves 1 GB and 2 MB pages and tells XMRig', async () => {
    const machine = await fakeMachine();
    const { records, xmrig } = await applyTuning(planFor({ gib: 16, cores: 4, smt: false }), machine, real);
    expect(await machine.get(pagesOf(0, '1048576kB'))).toBe('3');
    expect(await machine.get(pagesOf(0, '2048kB'))).toBe('5');
    expect(pick(records, 'hugePages1G')).toMatchObject({ asked: '3', effective: '3 of 3', status: 'full' });
    expect(pick(records, 'hugePages2M')).toMatchObject({ asked: '5, 10 MB', status: 'full' });
    expect(pick(records, 'governor')).toMatchObject({ status: 'notApplicable' });
    expect(xmrig).toEqual({ mode: 'fast', oneGbPages: true, numa: false, threads: null });
  });

  it('steps down to 2 MB pages when the kernel finds too few of 1 GB, and gives those back', async () => {
    const machine = await fakeMachine({ most: { '1048576kB': 1 } });
    const { records, xmrig } = await applyTuning(planFor({ gib: 4, cores: 4, smt: false }), machine, real);
    expect(await machine.get(pagesOf(0, '1048576kB'))).toBe('0');
    expect(await machine.get(pagesOf(0, '2048kB'))).toBe('1173');
    expect(pick(records, 'hugePages1G')?.why).toBe(
      'The kernel gave 1 of 3 pages of 1 GB; they were given back.',
    );
    expect(pick(records, 'hugePages1G')?.status).toBe('refused');
    expect(pick(records, 'hugePages2M')?.status).toBe('full');
    expect(xmrig).toMatchObject({ mode: 'fast', oneGbPages: false });
  });

  it('steps down to transparent pages when memory is in pieces, and keeps none that cannot be used', async () => {
    const machine = await fakeMachine({ most: { '1048576kB': 0, '2048kB': 700 } });
    await machine.put('sys/kernel/mm/transparent_hugepage/enabled', 'madvise');
    const { records, xmrig } = await applyTuning(planFor({ gib: 4, cores: 4, smt: false }), machine, real);
    expect(await machine.get(pagesOf(0, '2048kB'))).toBe('133');
    expect(await machine.get('sys/kernel/mm/transparent_hugepage/enabled')).toBe('always');
    expect(pick(records, 'hugePages2M')).toMatchObject({ status: 'partial' });
    expect(pick(records, 'hugePages2M')?.why).toContain('The kernel gave 700 of 1173 pages of 2 MB');
    expect(xmrig.mode).toBe('fast');
  });

  it('runs a small machine in light mode and says what that costs', async () => {
    const machine = await fakeMachine();
    const { records, xmrig } = await applyTuning(planFor({ gib: 2, cores: 2, smt: false }), machine, real);
    expect(await machine.get(pagesOf(0, '2048kB'))).toBe('131');
    expect(pick(records, 'hugePages2M')).toMatchObject({
      status: 'full',
      effective: '131 of 131, light mode',
      why: expect.stringContaining('RandomX runs in light mode'),
    });
    expect(pick(records, 'hugePages2M')?.worth).toContain('8 to 9 %');
    expect(xmrig).toMatchObject({ mode: 'light', numa: false });
  });

  it('gives each node its own pages', async () => {
    const machine = await fakeMachine({ nodes: 2, most: { '1048576kB': 2 } });
    const { records, xmrig } = await applyTuning(
      planFor({ gib: 8, nodes: 2, cores: 4, smt: false }),
      machine,
      real,
    );
    expect(await machine.get(pagesOf(0, '2048kB'))).toBe('1171');
    expect(await machine.get(pagesOf(1, '2048kB'))).toBe('1043');
    expect(pick(records, 'numa')).toMatchObject({ asked: '2 datasets, one on each node' });
    expect(xmrig).toMatchObject({ numa: true, oneGbPages: false });
  });

  it('is not stopped by a kernel that refuses the write', async () => {
    const machine = await fakeMachine();
    machine.write = async () => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    };
    const { records, xmrig } = await applyTuning(planFor({ gib: 16, cores: 4, smt: false }), machine, real);
    expect(pick(records, 'hugePages1G')?.why).toContain('permission denied');
    expect(pick(records, 'hugePages2M')?.status).toBe('partial');
    expect(xmrig).toMatchObject({ mode: 'fast', oneGbPages: false });
  });

  it('only reads back while XMRig runs', async () => {
    const machine = await fakeMachine({ cpus: 1 });
    await machine.put(pagesOf(0, '2048kB'), '1173\n');
    await putDevice(machine, 0, '/dev/zero');
    const plan = planFor({ gib: 4, cores: 4, smt: false });
    const { records, xmrig } = await applyTuning(plan, machine, { ...real, minerRunning: true });
    expect(machine.writes).toEqual([]);
    expect(pick(records, 'hugePages1G')?.why).toBe('XMRig already ran without them when the engine started.');
    expect(pick(records, 'hugePages2M')).toMatchObject({ effective: '1173 of 1173', status: 'full' });
    expect(pick(records, 'msr')?.status).toBe('refused');
    expect(xmrig).toMatchObject({ mode: 'fast', oneGbPages: false });
  });

  it('changes nothing on a laptop and says so', async () => {
    const machine = await fakeMachine();
    await machine.put('sys/devices/system/cpu/cpufreq/policy0/scaling_governor', 'powersave\n');
    const { records } = await applyTuning(planFor({ gib: 16, cores: 4 }), machine, {
      ...real,
      dryRun: true,
    });
    expect(machine.writes).toEqual([]);
    expect(records).toHaveLength(6);
    for (const record of records)
      expect(record).toMatchObject({ status: 'notApplicable', why: 'Not on a laptop: nothing is changed.' });
  });

  it('cannot change a recorded computer', async () => {
    const machine = await recordedMachine('xeon-vm-2-threads');
    const pages = await readPageCounters(machine);
    const plan = planTuning(await readRig(machine), { threads: null, pages });
    const { records, xmrig } = await applyTuning(plan, machine, real);
    expect(records.every(({ status }) => status === 'notApplicable')).toBe(true);
    expect(xmrig).toMatchObject({ oneGbPages: false, numa: false, threads: null });
  });
});
