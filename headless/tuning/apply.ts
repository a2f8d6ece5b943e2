import { liveMachine, type MachineSource } from '../rig/machine-source.ts';
import { readMemory } from '../rig/memory.ts';
import type { TuningRecord } from '../snapshot.ts';
import { type Climb, climb, findHeld } from './climb.ts';
import { minerRecords } from './miner-records.ts';
import { pageRecords } from './page-records.ts';
import type { TuningPlan, XmrigTuning } from './plan.ts';
import { tuneCpus } from './registers.ts';
import { CACHE_PAGES_2M, DATASET_PAGES_2M, PAGE_2M_BYTES, SYSTEM_RESERVE_BYTES } from './sizes.ts';

export interface ApplyOptions {
  /** Changes nothing and says so: a laptop, or a recorded computer. */
  dryRun: boolean;
  /** XMRig is already hashing: only read back, so that it is not disturbed. */
  minerRunning?: boolean;
  /** File that keeps what the registers held before, in RAM. */
  oldRegisters: string;
}

export interface Applied {
  records: TuningRecord[];
  xmrig: XmrigTuning;
}

/** Does what the plan asks, reads everything back, and tells. A knob that is refused is a record and never an error. */
export async function applyTuning(
  plan: TuningPlan,
  machine: MachineSource,
  options: ApplyOptions,
): Promise<Applied> {
  const dry = options.dryRun || !machine.changeable;
  const readOnly = dry || options.minerRunning === true;
  // Where nothing is changed, the best rung is what would be asked for.
  const seen = () => findHeld(machine, dry ? plan.ladder.slice(0, 1) : plan.ladder);
  const pages = readOnly ? await seen() : await climb(machine, plan.ladder);
  if (!readOnly) await allowTransparentPages(machine, pages);
  const { msr, governor } = await tuneCpus(machine, plan.registers, { ...options, readOnly, skip: dry });
  const records = [...pageRecords(plan, pages), msr, governor, ...minerRecords(plan, pages.held.rung)];
  if (dry) return { records: records.map(untouched), xmrig: await untunedXmrig(plan, machine) };
  return { records, xmrig: machine.live ? xmrigTuning(plan, pages) : await untunedXmrig(plan, machine) };
}

function xmrigTuning({ threads }: TuningPlan, { held: { rung } }: Climb): XmrigTuning {
  return {
    mode: rung.mode,
    oneGbPages: rung.name === 'oneGb',
    numa: rung.numa,
    threads: threads === 'auto' ? null : threads,
  };
}

/** `madvise` would do for the dataset, but XMRig does not advise the kernel about its cache. */
async function allowTransparentPages(machine: MachineSource, { held }: Climb): Promise<void> {
  if (held.rung.name !== 'transparent' && held.rung.name !== 'light') return;
  await machine.write('sys/kernel/mm/transparent_hugepage/enabled', 'always').catch(() => undefined);
}

function untouched(record: TuningRecord): TuningRecord {
  return {
    ...record,
    effective: 'unchanged',
    status: 'notApplicable',
    why: 'Not on a laptop: nothing is changed.',
  };
}

/** XMRig then runs on the computer at hand, also under a recorded one, with whatever pages it finds; in light mode if either is small. */
async function untunedXmrig({ threads, mode }: TuningPlan, machine: MachineSource): Promise<XmrigTuning> {
  const { availableBytes } = await readMemory(machine.live ? machine : liveMachine());
  const fast = (DATASET_PAGES_2M + CACHE_PAGES_2M) * PAGE_2M_BYTES + SYSTEM_RESERVE_BYTES;
  return {
    mode: mode === 'fast' && availableBytes >= fast ? 'fast' : 'light',
    oneGbPages: false,
    numa: false,
    threads: machine.live && threads !== 'auto' ? threads : null,
  };
}
