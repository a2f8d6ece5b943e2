import type { TuningRecord } from '../snapshot.ts';
import type { MsrOutcome } from './msr.ts';
import type { TuningPlan } from './plan.ts';
import { WORTH } from './worth.ts';

/** The record of the registers, from what reading them back showed. `earlier` is this boot's record of the write itself, if any. */
export function msrRecord(
  plan: TuningPlan,
  outcomes: readonly MsrOutcome[],
  context: { lockdown: string | null; hypervisor: boolean; earlier: TuningRecord | null },
): TuningRecord {
  const worth = plan.msr !== null && plan.msr !== 'intel' ? WORTH.msrAmd : WORTH.unknown;
  const record = { knob: 'msr' as const, asked: plan.msr ? `preset ${plan.msr}` : 'none', worth };
  if (plan.msr === null)
    return { ...record, effective: 'none', status: 'notApplicable', why: `${plan.msrWhy}.` };

  const cpus = [...Map.groupBy(outcomes, ({ cpu }) => cpu).values()];
  const right = cpus.filter((ofCpu) => ofCpu.every(isRight));
  const shown = right.filter((ofCpu) => ofCpu.some(({ outcome }) => outcome === 'set'));
  const proved = context.earlier?.status === 'full' ? right : shown;
  const effective = `${right.length === 0 ? 'not' : plan.msr} on ${right.length || cpus.length} of ${cpus.length} CPUs`;
  if (cpus.length > 0 && proved.length === cpus.length)
    return { ...record, effective: `on all ${cpus.length} CPUs`, status: 'full', why: null };
  if (right.length === cpus.length && cpus.length > 0) {
    const why = 'The registers already read as wanted before they were written, which proves nothing.';
    return { ...record, effective: `reads as wanted on ${right.length} CPUs`, status: 'partial', why };
  }
  const status = right.length > 0 ? 'partial' : 'refused';
  return {
    ...record,
    effective: right.length > 0 ? effective : 'unchanged',
    status,
    why: whyNot(outcomes, context),
  };
}

function isRight({ outcome }: MsrOutcome): boolean {
  return outcome === 'set' || outcome === 'already';
}

/** The first thing that went wrong, in words, with what it means. */
function whyNot(
  outcomes: readonly MsrOutcome[],
  { lockdown, hypervisor }: { lockdown: string | null; hypervisor: boolean },
): string {
  const bad = outcomes.find((outcome) => !isRight(outcome));
  if (!bad) return 'No CPU is online to be asked.';
  const where = `CPU ${bad.cpu}, register 0x${bad.register.toString(16)}`;
  if (bad.code === 'EPERM')
    return lockdown && lockdown !== 'none'
      ? `The kernel is locked down (${lockdown}) and forbids register writes; without Secure Boot it allows them.`
      : `The kernel forbids it (${where}).`;
  if (bad.code === 'ENOENT' || bad.code === 'ENXIO')
    return bad.cpu === 0
      ? 'There is no /dev/cpu/0/msr: the kernel module msr is not loaded.'
      : `CPU ${bad.cpu} went away while it was tuned.`;
  if (bad.outcome === 'differs')
    return hypervisor
      ? `The virtual machine takes register writes and ignores them (${where} reads back unchanged).`
      : `${where} reads back differently from what was written.`;
  return hypervisor
    ? `The virtual machine does not pass this register on (${where}: ${bad.code}).`
    : `The CPU refuses it (${where}: ${bad.code}).`;
}
