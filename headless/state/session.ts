/** What the engine remembers over its own restarts, in RAM: where it mines and since when. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { algorithmSchema } from '../algorithm.ts';
import { heldSchema } from '../held.ts';
import { miningTargetSchema } from '../pool.ts';
import { milestonesSchema } from '../snapshot.ts';
import { replaceFile } from '../system/replace-file.ts';
import { highestSchema, historySchema } from './history.ts';

/** A LAN has few stacks that pay. */
export const MOST_PAID = 16;

const SESSION = 'session.json';
const ORDER = 'order.json';

const orderSchema = z.object({
  target: miningTargetSchema,
  xmrig: z.object({
    mode: z.enum(['fast', 'light']),
    oneGbPages: z.boolean(),
    numa: z.boolean(),
    threads: z.array(z.number().int()).nullable(),
  }),
});
/** What XMRig was last started with (`order.json`): a fact, where the session is an intention. */
export type Order = z.infer<typeof orderSchema>;

const sessionSchema = orderSchema.extend({
  milestones: milestonesSchema,
  history: historySchema,
  highest: highestSchema,
  fork: z.object({
    algorithm: algorithmSchema.nullable(),
    since: z.number().nullable(),
    isUntold: z.boolean(),
    v2: z.object({ height: z.number(), at: z.number(), seenAt: z.number() }).nullable(),
    lookedAt: z.number(),
  }),
  held: z.record(z.string(), heldSchema),
  faults: z.object({ earlier: z.number(), process: z.number(), lastAt: z.number().nullable() }).optional(),
  paid: z.array(z.string()).max(MOST_PAID),
  /** When a pause ends, in milliseconds since the kernel started; null while the rig is not paused. */
  pausedUntil: z.number().nullable(),
});
/** What the engine keeps over its own restarts, in RAM (`session.json`, readable by root alone). */
export type Session = z.infer<typeof sessionSchema>;

/** The last session, or null on the first start of this boot (or if the file is not one, which loses nothing). */
export function readSession(runDirectory: string): Promise<Session | null> {
  return read(`${runDirectory}/${SESSION}`, sessionSchema);
}

/** What XMRig was last started with in this boot; null before that, or if the file is none. */
export function readOrder(runDirectory: string): Promise<Order | null> {
  return read(`${runDirectory}/${ORDER}`, orderSchema);
}

async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Readable by root alone: it holds pool passwords. */
export async function writeSession(runDirectory: string, session: Session): Promise<void> {
  await replaceFile(`${runDirectory}/${SESSION}`, JSON.stringify(session), { mode: 0o600 });
}

/** The same of what XMRig was started with. */
export async function writeOrder(runDirectory: string, order: Order): Promise<void> {
  await replaceFile(`${runDirectory}/${ORDER}`, JSON.stringify(order), { mode: 0o600 });
}
