export { type Applied, type ApplyOptions, applyTuning } from './apply.ts';
export { confirmTuning, type MinerAnswer } from './confirm.ts';
export { type HugePageCounters, readPageCounters } from './pages.ts';
export { planTuning, type TuningLimits, type TuningPlan, type XmrigTuning } from './plan.ts';
