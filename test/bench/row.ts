/** One line of the bench's table: what is measured, what it should be, and how it came out. */
import type { Bench } from './bench.ts';

export interface Row {
  /** For `--only`. */
  name: string;
  what: string;
  /** In words; null where a figure is only recorded. */
  goal: string | null;
  /** What has to be there: a mining rig on this machine, or a booted image. Shared by all rows that need it. */
  needs?: 'rig' | 'boot';
  /** Rejects with `NotMeasured` where it cannot be measured here. */
  measure(bench: Bench): Promise<Measured>;
}

export interface Measured {
  /** The figure as a person reads it, with its unit. */
  value: string;
  /** Null where there is no goal. */
  holds: boolean | null;
  /** How it was measured, and anything that makes the figure worth less than it seems. */
  note?: string;
  /** The same figures for a program; units in the names. */
  figures: Record<string, unknown>;
}

export type Verdict = 'holds' | 'short' | 'recorded' | 'not measured' | 'broken';

export interface Result {
  name: string;
  what: string;
  goal: string | null;
  verdict: Verdict;
  value: string | null;
  note: string | null;
  figures: Record<string, unknown>;
}

/** The figure cannot be had on this machine, or was not asked for; the message says why. */
export class NotMeasured extends Error {}

/** Measures one row. Never rejects: what went wrong is the result. */
export async function resultOf(row: Row, bench: Bench): Promise<Result> {
  const { name, what, goal } = row;
  const nothing = { name, what, goal, value: null, figures: {} };
  try {
    const { value, holds, note, figures } = await row.measure(bench);
    const verdict = holds === null ? 'recorded' : holds ? 'holds' : 'short';
    return { name, what, goal, verdict, value, note: note ?? null, figures };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { ...nothing, verdict: error instanceof NotMeasured ? 'not measured' : 'broken', note };
  }
}
