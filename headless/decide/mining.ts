/** Starting XMRig and following it. What goes wrong is `supervise.ts`'s. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import { type MiningTarget, samePools } from '../pool.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { MinerState, State } from '../state/model.ts';
import { stackIdOf, workingIndex } from '../state/pools.ts';
import { chooseLead, countDrops } from './failover.ts';
import { isChanging } from './fork.ts';
import { firstsAfter, follow } from './miner-status.ts';
import { withoutRefusal } from './notes.ts';
import { countRejects } from './rejects.ts';
import { locateAgain, locateBetter } from './relocate.ts';
import { remember } from './start.ts';
import { minerDown, minerGone, minerIdle, minerSilent, steadied } from './supervise.ts';

/** XMRig was started; `pools` are the target's with their addresses. */
export function onMinerStarted(state: State, pid: number | null, pools: MiningTarget['pools']): Step {
  // An order that was overtaken, by a newer one or by a pause, says nothing about that.
  const isOvertaken = state.pausedUntil !== null || !samePools(state.target?.pools ?? [], pools);
  if (!state.miner || !state.target || isOvertaken) return { state, effects: [] };
  const target = { ...state.target, pools };
  const miner = { ...state.miner, pid, lastPid: pid, startOrdered: false };
  const next: State = {
    ...state,
    target,
    milestones: { ...state.milestones, minerStarted: state.milestones.minerStarted ?? state.now },
    miner: { ...miner, startedAt: state.now, downSince: state.now },
  };
  return { state: next, effects: [remember(next, target)] };
}

/** What XMRig's process and API said just now. */
export function onMinerStatus(before: State, pid: number | null, summary: MinerSummary | null): Step {
  if (!before.miner || before.miner.startOrdered || !before.target || before.pausedUntil !== null)
    return { state: before, effects: [] };
  const seen = follow(before.miner, pid, summary, before.now);
  const miner = countRejects(countDrops(steadied(seen, before.now, before.target), before.now), before.now);
  const state = { ...before, miner, milestones: firstsAfter(before, summary) };
  const target = before.target;
  if (pid === null) return minerGone(state, target, miner);
  if (!summary) return minerSilent(state, target, miner);
  const lead = chooseLead(state, target, miner);
  if (lead) return lead;
  if (miner.downSince !== null) return minerDown(state, target, miner, miner.downSince);
  const idle = minerIdle(state, target, miner);
  if (idle) return idle;
  const up = minerUp(state, target, miner, summary);
  const isFirst = JSON.stringify(before.milestones) !== JSON.stringify(state.milestones);
  const kept = isFirst ? [remember(up.state, target)] : [];
  return { state: up.state, effects: [...up.effects, ...kept, ...locateAgain(state, target, before.miner)] };
}

function minerUp(state: State, target: MiningTarget, miner: MinerState, summary: MinerSummary): Step {
  const hashing = miner.hashingSince !== null;
  const effects: Effect[] = [];
  let next: State = { ...connectedTo(state, target), stage: hashing ? 'mining' : startingStage(state) };
  if (hashing && !miner.confirmed) {
    const [allocated = 0, wanted = 0] = summary.hugepages;
    effects.push({ effect: 'confirmTuning', records: state.tuning, hugePages: { allocated, wanted } });
    next = { ...next, miner: { ...miner, confirmed: true } };
  }
  const located = locateBetter(next, target);
  return { state: located.state, effects: [...effects, ...located.effects] };
}

/** A working connection says more about the place than the last probe did. */
function connectedTo(before: State, target: MiningTarget): State {
  const state = withoutRefusal(before, stackIdOf(target, workingIndex(before) ?? 0));
  const stack = workingIndex(state) === 0 ? state.stacks[target.stackId] : undefined;
  if (!stack || stack.status === 'ready') return state;
  return { ...state, stacks: { ...state.stacks, [stack.id]: { ...stack, status: 'ready', problem: null } } };
}

function startingStage(state: State): State['stage'] {
  if (state.stage === 'mining' && isChanging(state)) return 'mining';
  return state.stage === 'mining' || state.stage === 'repairing' ? 'repairing' : 'starting';
}
