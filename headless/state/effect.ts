/** What the state machine asks for: data, run by `effects.ts`. */
import type { Held } from '../held.ts';
import type { MiningPool, MiningTarget, Pool } from '../pool.ts';
import type { RigFacts } from '../rig/facts.ts';
import type { TuningRecord } from '../snapshot.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Session } from './session.ts';

/** How a place is asked. */
export interface AskHow {
  /** Nobody has said whether the place speaks TLS, or with which certificate; the probe finds out. */
  open: boolean;
  /** Who had the name at first contact; null: nobody is known yet. */
  held: Held | null;
  /** The rig mines at another computer with that name meanwhile, which is not asked. */
  isAway: boolean;
}

export type Effect =
  | { effect: 'checkAdoption' }
  | { effect: 'readRig' }
  | { effect: 'readConfig' }
  | {
      effect: 'tune';
      facts: RigFacts;
      threads: number | null;
      reserveBytes: number | null;
      hugePageBytes: number | null;
      minerPid: number | null;
    }
  /** Registers and clocks of CPUs that came online. */
  | { effect: 'tuneCpus'; facts: RigFacts }
  | { effect: 'nameRig'; label: string }
  /** `names` are looked for beside the well-known ones; null: nothing is looked for. */
  | { effect: 'discover'; label: string; names: string[] | null }
  | { effect: 'sweep'; wanted: boolean }
  /** Asks what discovery has found, except these: they are asked with what their owner has said of them. */
  | { effect: 'lookAgain'; except: string[] }
  | { effect: 'linksChanged' }
  | ({ effect: 'probe'; stackId: string; pool: MiningPool } & AskHow)
  | {
      effect: 'startMiner';
      target: MiningTarget;
      /** Who each pool of the target is held to; null: nobody yet. */
      held: (Held | null)[];
      xmrig: XmrigTuning;
      donatePercent: number;
      label: string;
    }
  | { effect: 'stopMiner' }
  | { effect: 'confirmTuning'; records: TuningRecord[]; hugePages: { allocated: number; wanted: number } }
  | { effect: 'saveSession'; session: Session }
  /** Writes the file on the stick; null takes it away. */
  | { effect: 'writeReport'; text: string | null }
  | { effect: 'saveChoice'; pool: Pool; poolsHash: string }
  | { effect: 'power'; action: 'reboot' | 'powerOff' };
