/** Drives the state machine: one event at a time, its effects to the interpreter, one snapshot out. */
import { performance } from 'node:perf_hooks';
import type { Message, Snapshot } from './snapshot.ts';
import type { Effect } from './state/effect.ts';
import type { Event } from './state/event.ts';
import type { State } from './state/model.ts';
import { narrate } from './status/event-log.ts';
import { type Build, snapshotOf } from './status/snapshot-of.ts';
import { transition } from './transition.ts';

/**
 * Numbers move every two seconds at most, a countdown every second; a person's key and whatever is worth a line of the log go
 * out at once. Every snapshot costs each window a frame, and XMRig the cycles for it.
 */
const QUIET_INTERVAL_MS = 2_000;
const COUNTDOWN_INTERVAL_MS = 500;
/** A window that hears nothing for much longer takes the engine for hung. */
const HEARTBEAT_MS = 30_000;

type Undated<E> = E extends unknown ? Omit<E, 'at'> : never;
/** An event without its time: the engine dates it when it arrives. */
export type News = Undated<Event>;

export interface Engine {
  dispatch(news: News): void;
  state(): State;
}

export function createEngine(options: {
  initial: State;
  clock: () => number;
  build: Build;
  run(effect: Effect, dispatch: (news: News) => void): void;
  /** What a person reading the log afterwards wants to know. */
  log(level: Message['level'], text: string): void;
  publish(snapshot: Snapshot): void;
}): Engine {
  let state = options.initial;
  let sequence = 0;
  let published = '';
  let publishedAt = Number.NEGATIVE_INFINITY;

  const dispatch = (cause: News): void => {
    const before = state;
    const step = transition(before, { ...cause, at: options.clock() } as Event);
    state = step.state;
    const news = narrate(before, state);
    for (const { level, text } of news) options.log(level, text);
    for (const effect of step.effects) options.run(effect, dispatch);
    publish(news.length > 0 || cause.event === 'intent');
  };

  const publish = (urgent: boolean): void => {
    const { phase } = state.phase;
    const isCounting = phase === 'finding' || phase === 'offering';
    const interval = isCounting ? COUNTDOWN_INTERVAL_MS : QUIET_INTERVAL_MS;
    if (!urgent && performance.now() - publishedAt < interval) return;
    const view = snapshotOf(state, options.build);
    const text = JSON.stringify({ ...view, rig: { ...view.rig, uptimeSeconds: 0 } });
    if (text === published && performance.now() - publishedAt < HEARTBEAT_MS) return;
    published = text;
    publishedAt = performance.now();
    sequence += 1;
    options.publish({ sequence, ...view });
  };

  return { dispatch, state: () => state };
}
