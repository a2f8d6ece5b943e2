import type { Snapshot, Stage } from '../headless/snapshot.ts';

/** The screens a person can go to, in the order of their digits. */
export const SCREENS = ['mining', 'stacks', 'checks', 'tuning', 'log', 'messages', 'power', 'help'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** The screen that shows what a stage is about. */
export function homeScreen(stage: Stage): ScreenName {
  switch (stage) {
    case 'checking':
    case 'tuning':
    case 'halted':
      return 'checks';
    case 'finding':
    case 'offering':
      return 'stacks';
    case 'starting':
    case 'mining':
    case 'repairing':
      return 'mining';
  }
}

/** One word or two for the header. */
export function stageName(snapshot: Snapshot): string {
  if (snapshot.paused) {
    return 'Paused';
  }
  const names: Record<Stage, string> = {
    checking: 'Checking',
    tuning: 'Tuning',
    finding: 'Looking for a stack',
    offering: 'Choosing a stack',
    starting: 'Starting the miner',
    mining: 'Mining',
    repairing: 'Repairing',
    halted: 'Cannot mine',
  };
  return names[snapshot.stage];
}
