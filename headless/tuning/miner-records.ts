import type { TuningRecord } from '../snapshot.ts';
import type { Rung } from './ladder.ts';
import type { TuningPlan } from './plan.ts';
import { WORTH } from './worth.ts';

/** What stands for the answer of an XMRig that does not run yet. */
const NOT_YET = {
  effective: 'not known yet',
  status: 'pending',
  why: 'XMRig has not been asked yet.',
} as const;

/** The knobs that only XMRig can confirm, as they stand before it runs. */
export function minerRecords(plan: TuningPlan, rung: Rung): TuningRecord[] {
  return [numaRecord(plan, rung), threadsRecord(plan)];
}

function numaRecord(plan: TuningPlan, rung: Rung): TuningRecord {
  const record = { knob: 'numa' as const, worth: WORTH.unknown };
  const nodes = rung.nodes.length;
  if (nodes < 2) {
    const why = 'This machine has one memory node.';
    return { ...record, asked: 'none', effective: 'none', status: 'notApplicable', why };
  }
  const asked = `${nodes} datasets, one on each node`;
  if (rung.numa) return { ...record, asked, wanted: nodes, ...NOT_YET };
  const why = plan.skipped.numa
    ? `A dataset on each node ${plan.skipped.numa.text}.`
    : 'The kernel did not give each node the pages for a dataset of its own.';
  const effective = rung.mode === 'light' ? 'light mode, no dataset' : 'one dataset for all nodes';
  return { ...record, asked, effective, status: 'refused', why };
}

function threadsRecord(plan: TuningPlan): TuningRecord {
  const record = { knob: 'threads' as const, worth: WORTH.unknown, ...NOT_YET };
  if (plan.threads === 'auto') return { ...record, asked: `XMRig's own choice, at most ${plan.mostThreads}` };
  const wanted = plan.threads.length;
  return { ...record, asked: `${wanted} threads, as configured`, wanted };
}
