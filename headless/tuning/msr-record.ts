import type { TuningRecord } from '../snapshot.ts';
import type { MsrOutcome } from './msr.ts';
import type { RegisterPlan } from './register-plan.ts';
import { registersWorth } from './worth.ts';

/** The record of the registers, from what reading them back showed. */
export function msrRecord(plan: RegisterPlan, outcomes: readonly MsrOutcome[]): TuningRecord {
  const { preset } = plan;
  const worth = registersWorth(preset);
  const record = { knob: 'msr' as const, asked: preset ? `preset ${preset}` : 'none', worth };
  if (preset === null) return { ...record, effective: 'none', status: 'notApplicable', why: `${plan.why}.` };

  const cpus = [...Map.groupBy(outcomes, ({ cpu }) => cpu).values()];
  const right = cpus.filter((ofCpu) => ofCpu.every(isRight));
  const proved = right.filter((ofCpu) => ofCpu.some(({ outcome }) => outcome === 'set'));
  if (cpus.length > 0 && proved.length === cpus.length)
    return {
      ...record,
      effective: cpus.length === 1 ? 'on the CPU' : `on all ${cpus.length} CPUs`,
      status: 'full',
      why: null,
    };
  if (right.length === cpus.length && cpus.length > 0) {
    const why = 'The registers already read as wanted before they were written, which proves nothing.';
    return { ...record, effective: `reads as wanted on ${right.length} CPUs`, status: 'partial', why };
  }
  const why = whyNot(outcomes, plan);
  if (right.length === 0) return { ...record, effective: 'none', status: 'refused', why };
  const effective = `${preset} on ${right.length} of ${cpus.length} CPUs`;
  return { ...record, effective, status: 'partial', why };
}

function isRight({ outcome }: MsrOutcome): boolean {
  return outcome === 'set' || outcome === 'already';
}

/** The first thing that went wrong, in words, with what it means. */
function whyNot(outcomes: readonly MsrOutcome[], { lockdown, hypervisor }: RegisterPlan): string {
  const bad = outcomes.find((outcome) => !isRight(outcome));
  if (!bad) return 'No CPU is online to be asked.';
  const where = `CPU ${bad.cpu}, register 0x${bad.register.toString(16)}`;
  if (lockdown !== null && lockdown !== 'none')
    return `The kernel is locked down (${lockdown}) and forbids register writes; without Secure Boot it allows them.`;
  if (bad.code === 'EPERM') return `The kernel forbids it (${where}).`;
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
