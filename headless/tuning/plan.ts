import type { RigFacts } from '../rig/facts.ts';
import { memoryBudget, type TuningLimits } from './budget.ts';
import { buildLadder, type Ladder, type Rung } from './ladder.ts';
import type { HugePageCounters } from './pages.ts';
import { planRegisters, type RegisterPlan } from './register-plan.ts';
import { mostThreads, pickCpus, threadsPerNode } from './threads.ts';

/** What XMRig's config is told. */
export interface XmrigTuning {
  mode: 'fast' | 'light';
  oneGbPages: boolean;
  numa: boolean;
  /** CPUs to run on, one thread each; null leaves the choice to XMRig. */
  threads: number[] | null;
}

/** Everything to be asked of the machine. Plain data. */
export interface TuningPlan {
  /** Mode of the first rung. */
  mode: 'fast' | 'light';
  /** Layouts that fit, best first: the next one is tried when the kernel gives less than it promised. */
  ladder: Rung[];
  skipped: Ladder['skipped'];
  /** CPUs by number where the owner capped the threads. */
  threads: number[] | 'auto';
  /** Scratchpads that are provided for. */
  mostThreads: number;
  registers: RegisterPlan;
}

/** The best this machine can do without starving its system. Pure. */
export function planTuning(facts: RigFacts, limits: TuningLimits): TuningPlan {
  const most = mostThreads(facts);
  const capped = limits.threads !== null && limits.threads < most;
  const threads = capped ? pickCpus(facts.numaNodes, Math.max(1, limits.threads ?? 1)) : 'auto';
  const ladder = buildLadder({
    budget: memoryBudget(facts, limits),
    threads: threadsPerNode(facts.numaNodes, threads, most, facts.cpu.threads),
    no1G: whyNo1G(facts, limits.pages),
    no2M: limits.pages.has2M ? null : 'this kernel has no 2 MB pages',
    ceilingBytes: limits.hugePageBytes ?? null,
  });
  return {
    mode: ladder.rungs[0]?.mode ?? 'light',
    ladder: ladder.rungs,
    skipped: ladder.skipped,
    threads,
    mostThreads: threads === 'auto' ? most : threads.length,
    registers: planRegisters(facts),
  };
}

function whyNo1G({ cpu }: RigFacts, pages: HugePageCounters): string | null {
  if (!cpu.pdpe1gb) return 'this CPU has no 1 GB pages';
  return pages.has1G ? null : 'this kernel has no 1 GB pages';
}
