/** A place to mine, as every part of the rig speaks of it: what its owner may say of it, and what XMRig is given. Pure. */
import { isIP } from 'node:net';
import * as z from 'zod';
import { endedSchema } from './ended.ts';
import { sourceSchema } from './snapshot.ts';

/** Longer than any wallet with payment id, difficulty, worker and e-mail; it has to fit into one line of Stratum. In characters. */
export const MAX_LOGIN = 400;

const port = z.number().int().min(1).max(65535);
const proxySchema = z.object({ host: z.string().max(253), port });

/** What somebody may say of a pool, at a console or in a file; null where nothing was said. */
export const poolSchema = z.object({
  host: z.string().min(1).max(253),
  port,
  tls: z.boolean(),
  /** SHA-256 of the certificate, 64 lower-case hex digits. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Null: the rig's label. */
  user: z.string().max(MAX_LOGIN).nullable(),
  /** A secret; null for none. */
  password: z.string().max(MAX_LOGIN).nullable(),
  /** Proxy to go through: without it this pool must not be connected to. */
  socks5: proxySchema.nullable(),
});
export type Pool = z.infer<typeof poolSchema>;

/** One pool as XMRig will be given it. The password goes into XMRig's config and nowhere else. */
export const miningPoolSchema = poolSchema.extend({
  /** Address to connect to instead of the name, where a name is only known by mDNS. */
  address: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** With the rig's label where it belongs, which makes them longer. */
  user: z.string(),
  password: z.string().nullable(),
  socks5: proxySchema.optional(),
  /** The worker's name beside the user; null: none is sent, left out: the rig's label. */
  rigId: z.string().nullable().optional(),
  /** Signs of life: whether, or seconds between them; left out: once a minute. */
  keepalive: z.union([z.boolean(), z.number()]).optional(),
});
export type MiningPool = z.infer<typeof miningPoolSchema>;

/** Why a place was left. `oldProxy`: shares are lost in a proxy that is too old for RandomX v2, most likely. */
const failingSchema = z.union([
  z.object({ failing: z.enum(['drops', 'dead', 'never', 'behind', 'nothing', 'tooHard', 'still']) }),
  /** XMRig ended, or did nothing, again and again; how it ended last where that is known. */
  z.object({ failing: z.literal('ends'), ended: endedSchema.optional() }),
  z.object({ failing: z.literal('rejects'), oldProxy: z.boolean() }),
]);
export type Failing = z.infer<typeof failingSchema>;

/** Why a place was taken that is no guess among what was found: named by the owner (`where`), or chosen, or instead of `place`. */
const reasonSchema = z.union([
  z.object({ reason: z.literal('set'), where: z.string() }),
  z.object({ reason: z.enum(['remembered', 'chosen']) }),
  z.object({ reason: z.literal('left'), place: z.string(), failing: failingSchema }),
]);

/** Where to mine: the first pool is the target, the rest is failover in the owner's order. */
export const miningTargetSchema = z.object({
  stackId: z.string(),
  source: sourceSchema,
  /** Why this one; null for a guess, which is told from the stacks that are known by now. */
  why: reasonSchema.nullable(),
  pools: z.tuple([miningPoolSchema], miningPoolSchema),
  /** Index of the pool that XMRig is given first, the others follow in their circle; the owner's first one where it is left out. */
  lead: z.number().int().optional(),
  /**
   * Set where a person has asked for this place to be kept on the stick: what the config files said then (their hash). What is
   * found out about the place later is written there as well.
   */
  keptUnder: z.string().optional(),
});
export type MiningTarget = z.infer<typeof miningTargetSchema>;

/** Identity of a place to mine in the table of stacks. */
export function poolId(place: { host: string; port: number }): string {
  return `${place.host.toLowerCase()}:${place.port}`;
}

/** The pools in the order in which XMRig is given them. */
export function inOrder({ pools, lead = 0 }: MiningTarget): MiningPool[] {
  return [...pools.slice(lead), ...pools.slice(0, lead)];
}

/** True when both lists name the same pools with the same options; addresses may differ, they are only looked up. */
export function samePools(one: readonly MiningPool[], other: readonly MiningPool[]): boolean {
  const spelt = (pools: readonly MiningPool[]) =>
    JSON.stringify(
      pools.map((pool) => Object.fromEntries(Object.entries({ ...pool, address: null }).toSorted())),
    );
  return spelt(one) === spelt(other);
}

/** True for hosts that only the LAN itself can answer for; XMRig, which asks DNS, gets their address (decision 0003). */
export function isLanName(host: string): boolean {
  return isIP(host) === 0 && (!host.includes('.') || /\.local\.?$/i.test(host));
}

/** True where logging in hands over a password that anybody on the way, or at the end of it, can read. */
export function sendsInClear({ password, tls, fingerprint }: MiningPool): boolean {
  return password !== null && !(tls && fingerprint !== null);
}

/** What is sent where there is no password: every stack without one takes it, and owners write it for "none". */
const SENT_FOR_NONE = 'x';

/** A password as somebody wrote it; null for none. */
export function passwordOf(written: string | null): string | null {
  return written === SENT_FOR_NONE ? null : written;
}

/** A password as XMRig and the probe send it. */
export function sentPassword(password: string | null): string {
  return password ?? SENT_FOR_NONE;
}
