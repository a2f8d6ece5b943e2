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
  /** Block height of the newest job. */
  height: number | null;
  /** One line a person can act on, or null. */
  problem: string | null;
  wrongHashes?: WrongHashes;
}

const nothing: MinerLogFact = { phase: null, height: null, problem: null };

/** The fact in one log line, or null for the many lines that hold none. */
export function factInLine(line: string): MinerLogFact | null {
  const height = /new job from .* height (\d{1,9})\b/.exec(line);
  if (height) return { ...nothing, height: Number(height[1]) };
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
