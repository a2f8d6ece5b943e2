import { describe, expect, it } from 'vitest';
import type { Snapshot, TuningRecord } from '../../../headless/snapshot.ts';
import { applyTuning } from '../../../headless/tuning/apply.ts';
import { confirmTuning } from '../../../headless/tuning/confirm.ts';
import { planTuning } from '../../../headless/tuning/plan.ts';
import { fakeMachine, putDevice } from '../../headless/tuning/fake-machine.ts';
import { booted, noPages } from '../../headless/tuning/topologies.ts';
import { OLD } from '../../tui/snapshots.ts';
import { askKernel } from './ask-kernel.ts';
import { CELLS, type Cell, chooseCells } from './cells.ts';
import { compare } from './compare.ts';
import { rowOf, withRows } from './document.ts';
import type { GuestFacts } from './guest-facts.ts';

function cellNamed(name: string): Cell {
  const [cell] = chooseCells([name]);
  if (!cell) throw new Error('no such boot');
  return cell;
}

/** A rig of 2 threads and 6 GB as the real tuning leaves it on a machine that ignores register writes, and what its kernel says. */
async function tunedRig(): Promise<{ snapshot: Snapshot; guest: GuestFacts }> {
  const machine = await fakeMachine();
  for (const cpu of [0, 1]) await putDevice(machine, cpu, '/dev/zero');
  const facts = booted({ gib: 6, cores: 2, smt: false, cpu: { family: 0x17, hypervisor: true } });
  const plan = planTuning(facts, { threads: null, pages: noPages() });
  const { records } = await applyTuning(plan, machine, {
    dryRun: false,
    oldRegisters: `${machine.root}/old`,
  });
  const hugepages = 'sys/devices/system/node/node0/hugepages/hugepages-';
  await machine.put(`${hugepages}1048576kB/free_hugepages`, '0\n');
  await machine.put(`${hugepages}2048kB/free_hugepages`, '0\n');
  const tuning = await confirmTuning(records, machine, {
    hugePages: { allocated: 5, wanted: 5 },
    threads: 2,
  });
  const kilobytes = 6_000_000;
  const snapshot: Snapshot = {
    ...OLD,
    rig: { ...OLD.rig, memoryBytes: kilobytes * 1024 },
    tuning,
    miner: OLD.miner && { ...OLD.miner, hugePages: { allocated: 5, wanted: 5 } },
  };
  const node = { id: 0, memoryKilobytes: kilobytes, total1G: 3, free1G: 0, total2M: 3, free2M: 0 };
  const guest: GuestFacts = {
    meminfo: {
      MemTotal: kilobytes,
      MemAvailable: 2_000_000,
      HugePages_Total: 3,
      Hugetlb: 3 * 2 ** 20 + 3 * 2048,
    },
    nodes: [node],
    frequencyPolicies: 0,
    registers: [{ cpu: 0, register: 0xc0011022, value: '0x0' }],
    hugePages: [5, 5],
    threads: 2,
  };
  return { snapshot, guest };
}

describe('compare', () => {
  it('finds nothing where the records say what kernel and XMRig say', async () => {
    const { snapshot, guest } = await tunedRig();
    expect(compare(cellNamed('6G'), snapshot, guest)).toEqual([]);
  });

  it('finds each thing that differs', async () => {
    const { snapshot, guest } = await tunedRig();
    const problems = (change: Partial<GuestFacts>) =>
      compare(cellNamed('6G'), snapshot, { ...guest, ...change });
    const [node] = guest.nodes;
    if (!node) throw new Error('no node');
    expect(problems({ nodes: [{ ...node, free1G: 3 }] })).toEqual([
      'the record of 1 GB pages: "3 of 3 in use" instead of "0 of 3 in use"',
    ]);
    expect(problems({ meminfo: { ...guest.meminfo, HugePages_Total: 4 } })[0]).toContain('HugePages_Total');
    expect(problems({ threads: 1 }).join()).toContain('the record of threads');
    expect(problems({ hugePages: [4, 5] }).join()).toContain('XMRig has 4 of 5 huge pages');
    expect(problems({ hugePages: [130, 130], nodes: [{ ...node, total1G: 0 }] }).join()).toContain(
      'runs on light',
    );
    expect(problems({ frequencyPolicies: 2 })).toEqual([]);
  });

  it('wants refused registers where an emulator ignores them, and the right preset', async () => {
    const { snapshot, guest } = await tunedRig();
    const claim = (change: Partial<TuningRecord>): Snapshot => ({
      ...snapshot,
      tuning: snapshot.tuning.map((one) => (one.knob === 'msr' ? { ...one, ...change } : one)),
    });
    const check = (changed: Snapshot) => compare(cellNamed('6G'), changed, guest).join();
    expect(check(claim({ status: 'full' }))).toContain('the status of the registers');
    expect(check(claim({ asked: 'preset ryzen_19h' }))).toContain('the preset');
  });

  it('misses the words of a check', async () => {
    const { snapshot, guest } = await tunedRig();
    const problems = compare({ ...cellNamed('6G'), words: ['no AVX2'] }, snapshot, guest);
    expect(problems).toEqual(['nothing says "no AVX2"']);
  });
});

describe('the table', () => {
  it('replaces the rows of the boots that were run, and keeps the others in order', async () => {
    const outcome = { problems: [], ...(await tunedRig()) };
    const row = (name: string) => rowOf(cellNamed(name), outcome);
    const first = withRows('', new Map([['6G', row('6G')]]));
    expect(first).toContain('| 6G | `--memory 6G` | yes | 1 GB pages, XMRig 5/5 | 3 | 3 | 1 | 2 |');
    const both = withRows(first, new Map([['2G', row('2G')]]));
    expect(both.indexOf('| 2G |')).toBeLessThan(both.indexOf('| 6G |'));
    const failed = rowOf(cellNamed('6G'), { problems: ['a | b'], snapshot: null, guest: null });
    const again = withRows(both, new Map([['6G', failed]]));
    expect(again.match(/^\| 6G .*$/gm)).toEqual([
      '| 6G | `--memory 6G` | no: a \\| b | - | - | - | - | - | - | - |',
    ]);
    expect(again).toContain('| 2G |');
  });
});

describe('the boots', () => {
  it('have names of their own, and options that npm run boot takes', async () => {
    const { parseOptions } = await import('../../qemu/options.ts');
    expect(new Set(CELLS.map(({ name }) => name)).size).toBe(CELLS.length);
    for (const { options } of CELLS) expect(parseOptions(options)).toHaveProperty('memory');
    expect(() => chooseCells(['9G'])).toThrow('No such boot: 9G. There are: 2G, 3G');
  });
});

describe('askKernel', () => {
  it('runs from its text alone, as it does in the guest, in one short line', () => {
    const source = askKernel.toString().replace(/\s+/g, ' ');
    const answer: unknown = new Function(`return (${source})([0x1a4])`)();
    expect(answer).toMatchObject({ meminfo: { MemTotal: askKernel([]).meminfo['MemTotal'] } });
    expect(Buffer.from(source).toString('base64').length).toBeLessThan(3200);
  });
});
