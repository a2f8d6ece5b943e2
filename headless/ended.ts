/** How XMRig ended where nobody had ordered it to, and what it said last. */
import * as z from 'zod';

const said = z.string().nullable();

export const endedSchema = z.discriminatedUnion('by', [
  /** By its name: `SIGFPE`. */
  z.object({ by: z.literal('signal'), signal: z.string(), said }),
  z.object({ by: z.literal('status'), status: z.number().int(), said }),
  /** The kernel took its memory back. */
  z.object({ by: z.literal('memory'), said }),
]);
/** `said`: its own words where it never got to a pool, cleaned; null where it did, or said nothing. */
export type Ended = z.infer<typeof endedSchema>;

/** What the system knows of it. */
export type HowEnded = Ended extends infer E ? (E extends Ended ? Omit<E, 'said'> : never) : never;
