import { BLOCK_VERSION, FORK_VERSION } from './algorithms.ts';
import { type Template, templateAt } from './jobs.ts';

/**
 * Whether a stack follows the chain over its fork: `no` follows; the others stay with the old rules, on a chain that still gets a block
 * now and then (`advancing`) or none any more (`standing`).
 */
export type StayedBehind = 'no' | 'advancing' | 'standing';

/** The made-up chain, as one stack sees it. */
export class Chain {
  #template: Template;
  #forkHeight: number | null;

  /** Begins with `height`; `forked`: that block is of the new version already. */
  constructor(height: number, forked: boolean, behind: StayedBehind) {
    this.#forkHeight = forked ? height : null;
    this.#template = templateAt(height, now(), this.#version(height, behind));
  }

  /** The block being worked on. */
  get template(): Template {
    return this.#template;
  }

  /** The first block of the new version; null before the fork. */
  get forkHeight(): number | null {
    return this.#forkHeight;
  }

  /** A block was found. Who stands behind has new work for the same height. */
  grow(behind: StayedBehind): void {
    const stands = behind === 'standing' && this.#forkHeight !== null;
    const height = this.#template.height + (stands ? 0 : 1);
    this.#template = templateAt(height, now(), this.#version(height, behind));
  }

  /** The next block is the first of the new version: returns its height, or null when the fork has been. */
  fork(): number | null {
    if (this.#forkHeight !== null) return null;
    this.#forkHeight = this.#template.height + 1;
    return this.#forkHeight;
  }

  #version(height: number, behind: StayedBehind): number {
    const forked = this.#forkHeight !== null && height >= this.#forkHeight;
    return forked && behind === 'no' ? FORK_VERSION : BLOCK_VERSION;
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
