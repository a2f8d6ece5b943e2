/** Addresses that are not talked to for a while. */
export class Bans {
  readonly #until = new Map<string, number>();

  /** Bans `address` for so many seconds from `now` (milliseconds) on. */
  add(address: string, seconds: number, now: number): void {
    this.#until.set(address, now + seconds * 1000);
  }

  has(address: string, now: number): boolean {
    return (this.#until.get(address) ?? 0) > now;
  }

  list(now: number): string[] {
    return [...this.#until.keys()].filter((address) => this.has(address, now));
  }
}
