/** Facts in XMRig's log lines that its API does not give. Pure. Line forms: XMRig 6.26, seen running. */
import { type Algorithm, algorithmNamed } from '../algorithm.ts';
import { cleanText } from '../text.ts';

/** What XMRig is busy with on its way to hashing. */
export type MinerPhase = 'connecting' | 'allocating' | 'dataset' | 'hashing';

/** What XMRig's self-test found wrong (our patch 10): an algorithm on the whole computer, or on one thread, counted from 0. */
export interface WrongHashes {
  algorithm: Algorithm;
  thread: number | null;
}

/** What the log complains of. `pool` as XMRig spells it: address and port; `said` are somebody else's words, cleaned. */
export type MinerProblem =
  | { problem: 'refused'; pool: string; said: string; wantsPassword: boolean }
  /** A job for another algorithm, or one in which XMRig misses something, by its own number. */
  | ({ problem: 'unusable'; pool: string } & ({ algorithm: string } | { code: string }))
  | { problem: 'shareRejected'; said: string }
  | { problem: 'otherCertificate' }
  | { problem: 'wrongThread'; thread: number }
  /** Too little memory for the dataset. */
  | { problem: 'lightMode' };

export interface MinerLogFact {
  phase: MinerPhase | null;
  /** Block height of the newest job, jobs of a donation left out. */
  height: number | null;
  /** What that job is to be hashed with. */
  algorithm?: Algorithm | null;
  /** A new process says so first: what was found before is another's. */
  isNewProcess?: boolean;
  problem: MinerProblem | null;
  wrongHashes?: WrongHashes;
  /** Faults that this process has caught in the middle of a hash since its start (our patch 12). */
  faults?: number;
}

/** Of somebody else's words. */
const MAX_SAID = 200;

const nothing: MinerLogFact = { phase: null, height: null, problem: null };

/** A line without the date that XMRig sets before it. */
export function withoutDate(line: string): string {
  return line.replace(/^\[\d{4}-\d\d-\d\d [\d:.]+\]\s?/, '').replace(/^ (?!\*)/, '');
}

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
  const [, faults] = /\brandomx\s+caught (\d{1,15}) faults of this computer /.exec(line) ?? [];
  if (faults !== undefined) return { ...nothing, faults: Number(faults) };
  const problem = problemIn(line);
  return problem ? { ...nothing, problem } : null;
}

function problemIn(line: string): MinerProblem | null {
  const [, pool, login = ''] = /\bnet\s+(\S+) error: "(.*)", code: /.exec(line) ?? [];
  if (pool !== undefined) {
    const wantsPassword = /permission denied/i.test(login);
    return { problem: 'refused', pool: clean(pool), said: clean(login), wantsPassword };
  }
  const unusable = unusableWork(line);
  if (unusable) return unusable;
  const [, share] = /\bcpu\s+rejected \(\d+\/\d+\) diff \d+ "(.*)"/.exec(line) ?? [];
  if (share !== undefined) return { problem: 'shareRejected', said: clean(share) };
  if (/Failed to verify server certificate fingerprint/.test(line)) return { problem: 'otherCertificate' };
  if (/failed to allocate RandomX dataset, switching to slow mode/.test(line))
    return { problem: 'lightMode' };
  const thread = /\bthread #(\d{1,4}) self-test failed/.exec(line);
  return thread ? { problem: 'wrongThread', thread: Number(thread[1]) } : null;
}

/** XMRig's own refusals of what a pool sends. */
function unusableWork(line: string): MinerProblem | null {
  const [, place, algorithm = ''] =
    /\bnet\s+(\S+) (?:incompatible\/disabled|unsupported) algorithm "(.*)" detected, reconnect/.exec(line) ??
    [];
  if (place !== undefined) return { problem: 'unusable', pool: clean(place), algorithm: clean(algorithm) };
  const [, at, code = ''] = /\bnet\s+(\S+) (?:login|job) error code: (\d{1,9})/.exec(line) ?? [];
  return at === undefined ? null : { problem: 'unusable', pool: clean(at), code };
}

function clean(text: string): string {
  return cleanText(text, MAX_SAID);
}
