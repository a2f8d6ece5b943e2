/** So many shares ... */
const SHARES = 10;
/** ... in less than this, in milliseconds, are too many: one hash takes a verifier up to a quarter of a second. */
const TOO_FAST = 5000;
/** An answer that takes so long, in milliseconds, is late: XMRig hangs up after 20 s without one. */
const LATE = 3000;
const STEP = 4;

/** Raises one miner's difficulty while its shares come faster than the verifier can follow, on a computer that may have much else to do. */
export class Pace {
  #times: number[] = [];
  #factor = 1;
  #roseAt = Number.NEGATIVE_INFINITY;

  /** What the stack's difficulty is multiplied with for this miner. */
  get factor(): number {
    return this.#factor;
  }

  /** Notes a share that came at `since` and is answered `now` (milliseconds); true when the factor rose, so that a new job is due. */
  share(since: number, now: number): boolean {
    this.#times = [...this.#times, now].slice(-SHARES);
    const first = this.#times[0];
    const isMany = this.#times.length >= SHARES && first !== undefined && now - first < TOO_FAST;
    // Shares that came before the last rise say nothing about it.
    const isLate = since >= this.#roseAt && now - since > LATE;
    if (!isMany && !isLate) return false;
    this.#roseAt = now;
    this.#times = [];
    this.#factor *= STEP;
    return true;
  }
}
