import { performance } from 'node:perf_hooks';
import { expect, it, vi } from 'vitest';
import { createEngine } from '../../headless/engine.ts';
import type { Snapshot } from '../../headless/snapshot.ts';
import { IMAGE } from '../../headless/state/host-rules.ts';
import { initialState } from '../../headless/transition.ts';

it('says something every half minute while nothing changes: a window tells a hung engine by its silence', (context) => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  context.onTestFinished(() => clock.mockRestore());
  const published: Snapshot[] = [];
  const engine = createEngine({
    initial: initialState({ host: IMAGE, uptimeMs: 0, bootedFromStick: true }),
    clock: () => now,
    build: { version: '', commit: '' },
    run: () => {},
    log: () => {},
    publish: (snapshot) => published.push(snapshot),
  });
  for (; now < 300_000; now += 1000) engine.dispatch({ event: 'tick' });
  expect(published).toHaveLength(10);
});
