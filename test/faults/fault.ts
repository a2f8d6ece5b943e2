/** What a fault is, as data: a LAN, what goes wrong on it, and what has to come of it. */
import type { RigPlan } from './rig.ts';
import type { Scene } from './scene.ts';
import type { StackPlan } from './stack.ts';

export interface Fault {
  id: string;
  /** What goes wrong, as the table in `docs/faults.md` says it. */
  fault: string;
  /** Heading of the table. */
  subject: string;
  /** By name; `home` is where most rigs mine. */
  stacks: Record<string, StackPlan>;
  rig?: RigPlan | ((scene: Pick<Scene, 'stack'>) => RigPlan);
  /** The stack at which the rig mines when it happens; null: it is there from the start, and nothing is waited for. */
  before?: string | null;
  act(scene: Scene): Promise<void> | void;
  /** It takes a while by itself; the times are counted from its end. */
  isDrawnOut?: boolean;
  /** What the screen says then, in its line at the top or in a message; null where nobody has to know. */
  said: RegExp | null;
  /** Seconds for which it lasts, from when it was said. */
  lasts?: number;
  /** What ends it; `hashing again` is counted from its end then. */
  cure?(scene: Scene): Promise<void> | void;
  /** The stack that takes a share again at the end. */
  again: string;
  /** Whether it is one and the same XMRig all the time. */
  sameXmrig: boolean;
  /** What a person has to do, where that cannot be helped; the screen says so. */
  hand?: string;
  /** What else has to be so at the end. */
  check?(scene: Scene): Promise<void> | void;
  /** Seconds that each wait may take; a busy machine counted. */
  patience?: number;
  /** Why it is neither run nor in the page: what the rig cannot do yet, or that nobody has measured it. */
  todo?: string;
  /** Part of the selection that runs with every change. */
  isShort?: boolean;
}

/** One line of the table; times in seconds, of the engine's clock. */
export interface Row {
  id: string;
  subject: string;
  fault: string;
  noticed: number | null;
  said: string | null;
  again: number;
  /** Whether `again` counts from the end of the fault. */
  isAfterEnd: boolean;
  hand: string | null;
  speed: number;
}
