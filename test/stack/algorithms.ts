/** What Monero is mined with: `rx/0` up to its fork to block version 17, `rx/2` from there on. */
export type Algorithm = 'rx/0' | 'rx/2';

/** Monero's hard-fork version since August 2022, and the one that brings RandomX v2 (P2Pool v5, src/common.h). */
export const BLOCK_VERSION = 16;
export const FORK_VERSION = 17;

export function algorithmOf(blockVersion: number): Algorithm {
  return blockVersion >= FORK_VERSION ? 'rx/2' : 'rx/0';
}

/** What XMRig takes for Monero's two algorithms (xmrig 6.26, src/base/crypto/Algorithm.cpp). */
const SPELLINGS = [
  ...['rx/0', 'randomx/0', 'randomx/test', 'rx/test', 'randomx', 'rx'],
  ...['rx/2', 'randomx/v2', 'rx/v2'],
];

/** Whether a job's `algo` names one of Monero's algorithms. */
export function isMoneros(name: string): boolean {
  return SPELLINGS.includes(name.toLowerCase());
}
