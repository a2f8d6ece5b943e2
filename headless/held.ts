/** Who a place was at first contact in this boot: a name alone proves nothing on a network where anybody may answer for it. Pure. */
import * as z from 'zod';

export const heldSchema = z.object({
  /** Network card of the host, as in `52-54-00-12-34-56`; null where the kernel does not tell (IPv6, or behind a router). */
  card: z.string().max(17).nullable(),
  /** Where that host was last. */
  address: z.string().max(45),
});
export type Held = z.infer<typeof heldSchema>;

/** Another computer that answers to the name of a place. */
export interface Stranger {
  address: string;
  card: string | null;
  /** Whether it was asked, and has work. Nobody is asked to whom a password would go in the clear. */
  isReady: boolean;
}

/** What a look at a place found out about who it is, beside its answer. */
export interface Met {
  /** Null where it is not known. */
  address: string | null;
  /** The network card there; null where that is not known. */
  card: string | null;
  /** Of a place that is held to somebody else. */
  stranger: Stranger | null;
  /** Computers that answer to one name, where none of them is known and a password would go to them in the clear. */
  many: string[];
}

/** Whether that is the host which is held to: by its network card, or by its address where no card is known. */
export function whoIs(
  held: Held,
  { address, card }: Pick<Met, 'address' | 'card'>,
): 'same' | 'other' | 'unknown' {
  if (held.card !== null && card !== null) return held.card === card ? 'same' : 'other';
  if (held.address === address) return 'same';
  return held.card === null ? 'other' : 'unknown';
}
