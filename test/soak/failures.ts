/** What goes wrong in the soak, and how it is put right again. */
import { HOME } from '../faults/plans.ts';
import type { Scene } from '../faults/scene.ts';
import type { FaultStack, StackPlan } from '../faults/stack.ts';
import type { Settings } from '../stack/settings.ts';
import type { Random } from '../tui/random-snapshot.ts';

export interface Failure {
  name: string;
  begin(scene: Scene): Promise<void> | void;
  heal(scene: Scene): Promise<void> | void;
}

/** A share every few seconds, and a block a minute. */
const STACK_OPTIONS = ['--fixed', '--difficulty', '20', '--block-seconds', '60'];
export const SOAK_STACKS: Record<string, StackPlan> = { home: { ...HOME, options: STACK_OPTIONS } };

/** Whoever is connected meets these as well. */
const DROPPED = ['close', 'hangUp', 'reject', 'http', 'noJob', 'bulky'] as const;
/** These a miner meets where it is. */
const MET = ['refuse', 'mute', 'rejectShares', 'rejectThird', 'ignoreShares'] as const;
/** These come with the next job. */
const WITH_JOB = ['zeroTarget', 'sameJob'] as const;

export const FAILURES: readonly Failure[] = [
  ...DROPPED.map((fault) => setting(fault, { fault }, { fault: 'none' }, 'drop')),
  ...MET.map((fault) => setting(fault, { fault }, { fault: 'none' })),
  ...WITH_JOB.map((fault) => setting(fault, { fault }, { fault: 'none' }, 'block')),
  setting('drop', {}, {}, 'drop'),
  setting('3 s late', { delay: 3000 }, { delay: 0 }),
  setting('syncing', { ready: false }, { ready: true }, 'drop'),
  setting('password', { password: 'tulip' }, { password: null }, 'drop'),
  setting('algorithm', { algo: 'rx/wow' }, { algo: null }, 'block'),
  {
    name: 'stack killed',
    begin: ({ stack }) => stack('home').kill(),
    heal: ({ stack }) => startAgain(stack('home')),
  },
  {
    name: 'stack cable',
    begin: ({ stack }) => stack('home').host.plugged(false),
    heal: ({ stack }) => stack('home').host.plugged(true),
  },
  {
    name: 'rig cable',
    begin: ({ rig }) => rig.host.plugged(false),
    heal: ({ rig }) => rig.host.plugged(true),
  },
  {
    name: 'mDNS silence',
    begin: ({ stack }) => stack('home').silence(),
    heal: ({ stack }) => stack('home').announce(),
  },
];

type Changes = { [K in keyof Settings]?: Settings[K] };

function setting(name: string, wrong: Changes, right: Changes, then?: 'drop' | 'block'): Failure {
  return {
    name,
    begin: ({ stack }) => {
      stack('home').set(wrong);
      if (then) stack('home').command({ command: then });
    },
    heal: ({ stack }) => stack('home').set(right),
  };
}

/** Where the chain stands by now. */
function startAgain(stack: FaultStack): Promise<void> {
  const heights = stack.events.flatMap((event) => (event.event === 'block' ? [event.height] : []));
  const height = heights.at(-1);
  return stack.startWith(
    height === undefined ? STACK_OPTIONS : [...STACK_OPTIONS, '--height', String(height)],
  );
}

/** Draws failures like cards: each one once before any comes again. */
export function* drawn(random: Random): Generator<{ failure: Failure; seconds: number }, never> {
  for (;;) {
    const left = [...FAILURES];
    while (left.length > 0) {
      const [failure] = left.splice(Math.floor(random() * left.length), 1);
      if (failure) yield { failure, seconds: 5 + Math.floor(random() * 36) };
    }
  }
}
