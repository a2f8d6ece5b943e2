import type { TuningRecord } from '../snapshot.ts';
import type { Attempt, Climb } from './climb.ts';
import type { TuningPlan } from './plan.ts';
import { PAGE_2M_BYTES, sayBytes } from './sizes.ts';
import { WORTH } from './worth.ts';

/** The records of both page sizes, from what the kernel's counters say. */
export function pageRecords(plan: TuningPlan, climb: Climb): TuningRecord[] {
  return [oneGbRecord(plan, climb), twoMbRecord(plan, climb)];
}

function oneGbRecord(plan: TuningPlan, { held, failed }: Climb): TuningRecord {
  const record = { knob: 'hugePages1G' as const, worth: WORTH.hugePages1G };
  if (held.rung.name === 'oneGb') {
    const { given, wanted } = held;
    return {
      ...record,
      asked: onNodes(wanted.pages1G, held),
      wanted: wanted.pages1G,
      effective: `${given.pages1G} of ${wanted.pages1G}`,
      status: 'full',
      why: null,
    };
  }
  const attempt = failed.find(({ rung }) => rung.name === 'oneGb');
  if (!attempt) {
    const skipped = plan.skipped.oneGb;
    const why = skipped?.isShort
      ? `Fast mode with them ${skipped.text}.`
      : sentence(skipped?.text ?? 'XMRig already ran without them when the engine started');
    return { ...record, asked: 'none', effective: 'none', status: 'notApplicable', why };
  }
  return {
    ...record,
    asked: onNodes(attempt.wanted.pages1G, attempt),
    wanted: attempt.wanted.pages1G,
    effective: 'none',
    status: 'refused',
    why: `${shortfall(attempt, 'pages1G')}; they were given back.`,
  };
}

function twoMbRecord(plan: TuningPlan, climb: Climb): TuningRecord {
  const { held } = climb;
  const { given, wanted, rung } = held;
  const asked = `${onNodes(wanted.pages2M, held)}, ${sayBytes(wanted.pages2M * PAGE_2M_BYTES)}`;
  const record = { knob: 'hugePages2M' as const, asked, worth: WORTH.hugePages2M };
  const count = `${Math.min(given.pages2M, wanted.pages2M)} of ${wanted.pages2M}`;
  if (rung.name === 'transparent')
    return {
      ...record,
      effective: `${count}, dataset on transparent huge pages`,
      status: 'partial',
      why: whyBelow(plan, climb, 'the dataset is on transparent huge pages instead'),
    };
  const full = given.pages2M >= wanted.pages2M;
  // Light mode's few pages may all be there; why it is no more than light mode stands beside them.
  if (rung.name === 'light')
    return {
      ...record,
      effective: `${count}, light mode`,
      status: full ? 'full' : given.pages2M > 0 ? 'partial' : 'refused',
      why: whyBelow(plan, climb, 'RandomX runs in light mode'),
      worth: WORTH.light,
    };
  const why = full ? null : `${shortfall(held, 'pages2M')}.`;
  return { ...record, effective: count, status: full ? 'full' : 'partial', why };
}

function whyBelow(plan: TuningPlan, { failed }: Climb, consequence: string): string {
  const attempt = failed.findLast(({ rung }) => rung.name === 'twoMb');
  if (attempt) return `${shortfall(attempt, 'pages2M')}: ${consequence}.`;
  return `Fast mode on reserved pages ${plan.skipped.twoMb?.text ?? 'was not possible when XMRig was started'}: ${consequence}.`;
}

function shortfall({ given, wanted, error }: Attempt, size: 'pages1G' | 'pages2M'): string {
  const name = size === 'pages1G' ? 'pages of 1 GB' : 'pages of 2 MB';
  return `The kernel gave ${given[size]} of ${wanted[size]} ${name}${error ? ` (${error})` : ''}`;
}

function onNodes(pages: number, { rung }: Attempt): string {
  return rung.nodes.length > 1 ? `${pages} on ${rung.nodes.length} nodes` : String(pages);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
