import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkRig } from '../../headless/checks/checks.ts';
import type { RigFacts } from '../../headless/rig/facts.ts';
import { readKeyboardPresent } from '../../headless/rig/keyboard.ts';
import { type MachineSource, playedMachine, recordedMachine } from '../../headless/rig/machine-source.ts';
import { readLinks } from '../../headless/rig/network.ts';
import { readRig } from '../../headless/rig/read-rig.ts';
import type { Check, TuningRecord } from '../../headless/snapshot.ts';
import { applyTuning } from '../../headless/tuning/apply.ts';
import { readPageCounters } from '../../headless/tuning/pages.ts';
import { planTuning } from '../../headless/tuning/plan.ts';
import { readCommandLine } from '../stack/options.ts';
import { listPlayable, makeMachine } from './play.ts';

async function played(name: string): Promise<MachineSource> {
  const folder = await mkdtemp(join(tmpdir(), 'played-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const one = (await listPlayable()).find((playable) => playable.name === name);
  if (!one) throw new Error(`nothing called ${name}`);
  await makeMachine(one.trouble, join(folder, name));
  return playedMachine(join(folder, name));
}

async function tuned(
  machine: MachineSource,
): Promise<{ facts: RigFacts; records: TuningRecord[]; xmrigMode: string }> {
  const facts = await readRig(machine);
  const pages = await readPageCounters(machine);
  const plan = planTuning(facts, { threads: null, reserveBytes: null, pages, minerBytes: 0 });
  const oldRegisters = join(machine.root, 'old-registers.json');
  const { records, xmrig } = await applyTuning(plan, machine, { dryRun: false, oldRegisters });
  return { facts, records, xmrigMode: xmrig.mode };
}

const status = (records: TuningRecord[], knob: TuningRecord['knob']) =>
  records.find((record) => record.knob === knob)?.status;
const check = (checks: Check[], id: string) => checks.find((one) => one.id === id);

it('makes every one of them, with a name and a sentence of its own', async () => {
  const all = await listPlayable();
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, sentence, trouble } of all) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
    const { cpu, memory } = await readRig(await played(name));
    expect(cpu.threads).toBe(2);
    expect(memory.totalBytes).toBeGreaterThan(0);
    for (const args of trouble.stacks ?? []) expect(readCommandLine(args).help).toBe(false);
  }
});

it('takes writes like a kernel, and never into the recording', async () => {
  const machine = await played('xeon-vm-2-threads');
  const counter = 'sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages';
  await machine.write(counter, '7');
  expect(await readFile(join(machine.root, counter.replace('nr_', 'free_')), 'utf8')).toBe('7');
  const recording = await recordedMachine('xeon-vm-2-threads');
  expect(await readFile(join(recording.root, counter), 'utf8')).toBe('0\n');
});

it('has no cable, or a cable without an address', async () => {
  expect(await readLinks(await played('no-cable'))).toEqual([
    { name: 'eth0', carrier: false, addresses: [] },
  ]);
  expect(await readLinks(await played('no-address'))).toEqual([
    { name: 'eth0', carrier: true, addresses: [] },
  ]);
});

it('has a keyboard where there is something to choose', async () => {
  expect(await readKeyboardPresent(await played('three-stacks'))).toBe(true);
  expect(await readKeyboardPresent(await played('no-stack'))).toBe(false);
});

it('turns every knob of the healthy one', async () => {
  const { records } = await tuned(await played('all-tuned'));
  for (const knob of ['hugePages1G', 'hugePages2M', 'msr'] as const)
    expect(status(records, knob)).toBe('full');
  expect(records.filter((record) => record.status === 'refused')).toEqual([]);
});

it('shows Secure Boot, and that it refuses the registers', async () => {
  const { facts, records } = await tuned(await played('secure-boot'));
  expect(check(checkRig(facts).checks, 'firmware')).toMatchObject({
    status: 'warning',
    value: 'UEFI, Secure Boot on',
  });
  expect(records.find(({ knob }) => knob === 'msr')).toMatchObject({
    status: 'refused',
    why: expect.stringContaining('locked down (integrity)') as string,
  });
});

it('shows registers that take writes and ignore them', async () => {
  const { records } = await tuned(await played('refused-registers'));
  expect(records.find(({ knob }) => knob === 'msr')).toMatchObject({
    status: 'refused',
    why: expect.stringContaining('ignores them') as string,
  });
});

it('shows what a processor without AES costs, and that 2 GB mean light mode', async () => {
  const { facts } = await tuned(await played('no-aes'));
  expect(check(checkRig(facts).checks, 'aes')?.status).toBe('warning');
  expect(checkRig(facts).canMine).toBe(true);
  expect((await tuned(await played('two-gb'))).xmrigMode).toBe('light');
});

it('halts where there is too little memory', async () => {
  expect(checkRig(await readRig(await played('too-little-memory'))).canMine).toBe(false);
});

it('gives each memory node a dataset', async () => {
  const { facts, records } = await tuned(await played('two-nodes'));
  expect(facts.numaNodes.map(({ cpus }) => cpus)).toEqual([[0], [1]]);
  expect(records.find(({ knob }) => knob === 'numa')?.asked).toMatch(/^2 /);
  expect(records.find(({ knob }) => knob === 'hugePages1G')?.effective).toBe('6 of 6');
});
