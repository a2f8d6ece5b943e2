/** Starting XMRig and following it. What goes wrong is `supervise.ts`'s. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import { type MiningTarget, samePools } from '../pool.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import { bestOf } from '../state/history.ts';
import type { MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { type Activity, type Running, workingOf } from '../state/phase.ts';
import { stackIdOf, workingIndex } from '../state/pools.ts';
import { MOST_PAID } from '../state/session.ts';
import { chooseLead, countDrops } from './failover.ts';
import { isChanging } from './fork.ts';
import { firstsAfter, follow } from './miner-status.ts';
import { withoutCertificate, withoutRefusal, withoutRejects } from './notes.ts';
import { withPace } from './pace.ts';
import { countRefused } from './refused.ts';
import { countRejects } from './rejects.ts';
import { locateAgain, locateBetter } from './relocate.ts';
import { countExpected } from './results.ts';
import { remember } from './start.ts';
import { minerDown, minerGone, minerIdle, minerSilent, steadied } from './supervise.ts';

/** A share that was rejected is told of for so long. */
const REJECTED_TOLD_MS = 10 * 60_000;

/** XMRig was started; `pools` are the target's with their addresses. */
export function onMinerStarted(state: State, pid: number | null, pools: MiningTarget['pools']): Step {
  const running = workingOf(state);
  // An order that was overtaken, by a newer one or by a pause, says nothing about that.
  if (!running || !samePools(running.target.pools, pools)) return { state, effects: [] };
  const { miner } = running;
  const target = { ...running.target, pools };
  const process = { ...miner.process, pid, lastPid: pid, ordered: false, startedAt: state.now };
  const link = { ...miner.link, downSince: state.now };
  const next: State = {
    ...state,
    phase: { ...running, target, miner: { ...miner, process, link } },
    milestones: { ...state.milestones, minerStarted: state.milestones.minerStarted ?? state.now },
  };
  return { state: next, effects: [remember(next, target)] };
}

/** What XMRig's process and API said just now. */
export function onMinerStatus(before: State, pid: number | null, summary: MinerSummary | null): Step {
  const was = workingOf(before);
  if (!was || was.miner.process.ordered) return { state: before, effects: [] };
  const running = { ...was, miner: followed(before, was, pid, summary) };
  const { target, miner } = running;
  const milestones = firstsAfter(before.milestones, summary, before.now);
  const known: State = { ...before, phase: running, milestones };
  const state: State = { ...known, paid: paidBy(known, was) };
  if (pid === null) return minerGone(state, running);
  if (!summary) return minerSilent(state, running);
  const lead = chooseLead(state, running);
  if (lead) return lead;
  if (miner.link.downSince !== null) return minerDown(state, running, miner.link.downSince);
  const idle = minerIdle(state, running);
  if (idle) return idle;
  const up = minerUp(state, running, summary);
  const isFirst =
    JSON.stringify(before.milestones) !== JSON.stringify(milestones) ||
    before.paid.length < state.paid.length;
  const kept = isFirst ? [remember(up.state, target)] : [];
  return { state: up.state, effects: [...up.effects, ...kept, ...locateAgain(state, target, was.miner)] };
}

/** Notes the place down that has accepted a share since the last look. */
function paidBy(state: State, { miner: before }: Running): string[] {
  const running = workingOf(state);
  const index = workingIndex(state);
  const accepted = running?.miner.summary?.connection.accepted ?? 0;
  if (!running || index === null || accepted <= (before.summary?.connection.accepted ?? 0)) return state.paid;
  const id = stackIdOf(running.target, index);
  if (state.paid.at(-1) === id) return state.paid;
  return [...state.paid.filter((one) => one !== id), id].slice(-MOST_PAID);
}

function followed(
  { now, highest, fork }: State,
  { target, miner }: Running,
  pid: number | null,
  summary: MinerSummary | null,
): MinerState {
  const best = bestOf(highest, fork.algorithm);
  const looked = follow(miner, pid, summary, now);
  const work = withPace(looked.work, summary, best, now);
  const seen = steadied({ ...looked, work }, now, target);
  const { summary: last } = seen;
  const dropped = countDrops(seen.failover, last, now);
  const counted = countRefused(countRejects(dropped, last, now), last);
  return { ...seen, failover: countExpected(counted, last, now) };
}

function minerUp(before: State, running: Running, summary: MinerSummary): Step {
  const { target, miner } = running;
  const hashing = miner.work.hashingSince !== null;
  const state = connectedTo(before, target);
  const effects: Effect[] = [];
  let up: Running = { ...running, activity: hashing ? { is: 'mining' } : notHashing(state, running) };
  if (hashing && !miner.work.confirmed) {
    const [allocated = 0, wanted = 0] = summary.hugepages;
    effects.push({ effect: 'confirmTuning', records: state.tuning, hugePages: { allocated, wanted } });
    up = { ...up, miner: { ...miner, work: { ...miner.work, confirmed: true } } };
  }
  const located = locateBetter({ ...state, phase: up }, up);
  return { state: located.state, effects: [...effects, ...located.effects] };
}

/** A working connection says more about the place than the last probe did. */
function connectedTo(before: State, target: MiningTarget): State {
  const index = workingIndex(before);
  const kept = withoutRefusal(before.notes, stackIdOf(target, index ?? 0));
  const isOver = before.now - (workingOf(before)?.miner.work.rejectedAt ?? before.now) >= REJECTED_TOLD_MS;
  const said = isOver ? withoutRejects(kept) : kept;
  const state: State = { ...before, notes: index === 0 ? withoutCertificate(said) : said };
  const stack = workingIndex(state) === 0 ? state.stacks[target.stackId] : undefined;
  if (!stack || stack.status === 'ready') return state;
  return {
    ...state,
    stacks: { ...state.stacks, [stack.id]: { ...stack, status: 'ready', doubt: null, problem: null } },
  };
}

function notHashing(state: State, { activity }: Running): Activity {
  if (activity.is !== 'mining') return activity;
  return isChanging(state) ? activity : { is: 'repairing' };
}
