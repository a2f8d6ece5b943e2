/** Facts in XMRig's log lines that its API does not give. Pure. Line forms: XMRig 6.26, seen running. */
import { type Algorithm, algorithmNamed } from '../algorithm.ts';
import { cleanText } from '../text.ts';
import { WORTH } from '../tuning/worth.ts';

/** What XMRig is busy with on its way to hashing. */
export type MinerPhase = 'connecting' | 'allocating' | 'dataset' | 'hashing';

/** What XMRig's self-test found wrong (our patch 10): an algorithm on the whole computer, or on one thread, counted from 0. */
export interface WrongHashes {
  algorithm: Algorithm;
  thread: number | null;
}

export interface MinerLogFact {
  phase: MinerPhase | null;
  /** Block height of the newest job, jobs of a donation left out. */
  height: number | null;
  /** What that job is to be hashed with. */
  algorithm?: Algorithm | null;
  /** A new process says so first: what was found before is another's. */
  isNewProcess?: boolean;
  /** One line a person can act on, or null. */
  problem: string | null;
  wrongHashes?: WrongHashes;
}

/** Stands in a problem behind the pool's name, until that works. */
export const UNUSABLE = 'sends work that XMRig cannot use';

const nothing: MinerLogFact = { phase: null, height: null, problem: null };

/** The fact in one log line, or null for the many lines that hold none. */
export function factInLine(line: string): MinerLogFact | null {
  const job = /new job from (?!donate\.).* algo (\S+) height (\d{1,9})\b/.exec(line);
  if (job) return { ...nothing, height: Number(job[2]), algorithm: algorithmNamed(job[1] ?? '') };
  if (/^ \* ABOUT\s+XMRig\//.test(line)) return { ...nothing, isNewProcess: true };
  if (/\bnet\s+use pool /.test(line)) return { ...nothing, phase: 'allocating' };
  if (/\brandomx\s+init dataset /.test(line)) return { ...nothing, phase: 'allocating' };
  if (/\brandomx\s+allocated /.test(line)) return { ...nothing, phase: 'dataset' };
  if (/\bcpu\s+READY threads /.test(line)) return { ...nothing, phase: 'hashing' };
  if (/\bnet\s+no active pools/.test(line)) return { ...nothing, phase: 'connecting' };
  const failed = /\brandomx\s+self-test failed algo (\S+?)(?: thread #(\d{1,4}))?:/.exec(line);
  const algorithm = failed ? algorithmNamed(failed[1] ?? '') : null;
  if (failed && algorithm !== null) {
    const thread = failed[2] === undefined ? null : Number(failed[2]);
    return { ...nothing, wrongHashes: { algorithm, thread } };
  }
  return problemIn(line);
}

function problemIn(line: string): MinerLogFact | null {
  const refused = /\bnet\s+(\S+) error: "(.*)", code: /.exec(line);
  if (refused)
    return { ...nothing, problem: cleanText(`${refused[1]} refused the login: "${refused[2]}"`, 200) };
  const unusable = unusableWork(line);
  if (unusable) return { ...nothing, problem: cleanText(unusable, 200) };
  const rejected = /\bcpu\s+rejected \(\d+\/\d+\) diff \d+ "(.*)"/.exec(line);
  if (rejected) return { ...nothing, problem: cleanText(`the pool rejected a share: "${rejected[1]}"`, 200) };
  if (/Failed to verify server certificate fingerprint/.test(line)) {
    const problem = 'the pool shows another TLS certificate than the one expected: not mining there';
    return { ...nothing, problem };
  }
  if (/failed to allocate RandomX dataset, switching to slow mode/.test(line)) {
    return { ...nothing, problem: `too little memory for the dataset: ${WORTH.light}` };
  }
  return null;
}

/** What XMRig misses in a job, by its own numbers (`Client::parseLogin` and `parseJob`). */
const MISSING: Record<string, string> = {
  '1': 'it has no session id',
  '2': 'it has no job',
  '3': 'it has no job id',
  '4': 'it has no block to hash',
  '5': 'it has no target',
  '6': 'it is for another algorithm',
  '7': 'it has no seed hash',
};

/** XMRig's own refusals of what a pool sends, and a thread of its own that it cannot trust. */
function unusableWork(line: string): string | null {
  const [, place, algorithm] =
    /\bnet\s+(\S+) (?:incompatible\/disabled|unsupported) algorithm "(.*)" detected, reconnect/.exec(line) ??
    [];
  if (place !== undefined)
    return `${place} ${UNUSABLE}: it is for ${algorithm}, which is not Monero's algorithm`;
  const [, at, code = ''] = /\bnet\s+(\S+) login error code: (\d+)/.exec(line) ?? [];
  if (at !== undefined) return `${at} ${UNUSABLE}: ${MISSING[code] ?? `XMRig's error code ${code}`}`;
  const thread = /\bthread #(\d+) self-test failed/.exec(line);
  if (!thread) return null;
  return `mining thread ${thread[1]} computes wrong hashes: undo any overclock and test this computer's memory`;
}
