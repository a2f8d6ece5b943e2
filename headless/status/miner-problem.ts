/** The problems in XMRig's log in words. Pure. */
import type { MinerProblem } from '../miner/log.ts';
import { cleanText } from '../text.ts';
import { WORTH } from '../tuning/worth.ts';

/** Of a pool's own words a line or two. */
const MAX_PROBLEM = 200;

/** `place`: the name of the pool where it has one; else it is called as XMRig calls it. */
export function sayProblem(problem: MinerProblem, place: string | null): string {
  switch (problem.problem) {
    case 'refused':
      return named(problem.pool, place, `refused the login: "${problem.said}"`);
    case 'unusable':
      return named(problem.pool, place, `sends work that XMRig cannot use: ${unusable(problem)}`);
    case 'shareRejected':
      return cleanText(`the pool rejected a share: "${problem.said}"`, MAX_PROBLEM);
    case 'otherCertificate':
      return 'the pool shows another TLS certificate than the one expected: not mining there';
    case 'wrongThread':
      return `mining thread ${problem.thread} computes wrong hashes: undo any overclock and test this computer's memory`;
    case 'lightMode':
      return `too little memory for the dataset: ${WORTH.light}`;
  }
}

function named(pool: string, place: string | null, text: string): string {
  const said = cleanText(`${pool} ${text}`, MAX_PROBLEM);
  return place === null ? said : place + said.slice(pool.length);
}

/** What XMRig misses in a job, by its own numbers (`Client::parseLogin` and `parseJob`). */
const MISSING: Readonly<Record<string, string>> = {
  '1': 'it has no session id',
  '2': 'it has no job',
  '3': 'it has no job id',
  '4': 'it has no block to hash',
  '5': 'it has no target',
  '6': 'it is for another algorithm',
  '7': 'it has no seed hash',
};

function unusable(problem: Extract<MinerProblem, { problem: 'unusable' }>): string {
  if ('algorithm' in problem) return `it is for ${problem.algorithm}, which is not Monero's algorithm`;
  return MISSING[problem.code] ?? `XMRig's error code ${problem.code}`;
}
