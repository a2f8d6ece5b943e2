/** So many shares ... */
const SHARES = 10;
/** ... in less than this, in milliseconds, are too many: one hash takes a verifier up to a quarter of a second. */
const TOO_FAST = 5000;
const STEP = 4;

/** Raises one miner's difficulty while its shares come faster than the verifier can follow. */
export class Pace {
  #times: number[] = [];
  #factor = 1;

  /** What the stack's difficulty is multiplied with for this miner. */
  get factor(): number {
    return this.#factor;
  }

  /** Notes a share at `now` (milliseconds); true when the factor rose, so that a new job is due. */
  share(now: number): boolean {
    this.#times = [...this.#times, now].slice(-SHARES);
    const first = this.#times[0];
    if (this.#times.length < SHARES || first === undefined || now - first >= TOO_FAST) {
      return false;
    }
    this.#times = [];
    this.#factor *= STEP;
    return true;
  }
}
