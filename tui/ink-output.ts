/**
 * Stands for Ink's own `Output` in the bundle (decision 0036). Ink's makes an object for each cell of the screen at every redraw,
 * and takes every text apart into characters, so that boxes may lie over each other. Here each text is whole lines that nothing
 * else is drawn on.
 */
export class WholeLines {
  readonly #rows: string[];

  constructor({ height }: { width: number; height: number }) {
    this.#rows = new Array<string>(height).fill('');
  }

  /** Puts the lines of `text` at column `x` from row `y` on, changed by `transformers` one after the other. */
  write(
    x: number,
    y: number,
    text: string,
    { transformers }: { transformers: readonly Transformer[] },
  ): void {
    for (const [index, line] of text.split('\n').entries()) {
      const drawn = transformers.reduce((before, transform) => transform(before, index), line);
      if (y + index < this.#rows.length) this.#rows[y + index] = (' '.repeat(x) + drawn).trimEnd();
    }
  }

  /** Ink calls it for boxes that hide what is too long for them; the console has none. */
  clip(): never {
    throw new Error('whole lines cannot be clipped: give each row a text that fits');
  }

  get(): { output: string; height: number } {
    return { output: this.#rows.join('\n'), height: this.#rows.length };
  }
}

/** What a `<Text>` does to a line: its colours. */
type Transformer = (line: string, index: number) => string;
