/** What the engine remembers over its own restarts, in RAM: where it mines and since when. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { algorithmSchema } from '../algorithm.ts';
import { miningTargetSchema } from '../pool.ts';
import { milestonesSchema } from '../snapshot.ts';
import { replaceFile } from '../system/replace-file.ts';
import { highestSchema, historySchema } from './history.ts';

/** A LAN has few stacks that pay. */
export const MOST_PAID = 16;

const sessionSchema = z.object({
  target: miningTargetSchema,
  milestones: milestonesSchema,
  xmrig: z.object({
    mode: z.enum(['fast', 'light']),
    oneGbPages: z.boolean(),
    numa: z.boolean(),
    threads: z.array(z.number().int()).nullable(),
  }),
  history: historySchema,
  highest: highestSchema,
  fork: z.object({
    algorithm: algorithmSchema.nullable(),
    since: z.number().nullable(),
    isUntold: z.boolean(),
    v2: z.object({ height: z.number(), at: z.number(), seenAt: z.number() }).nullable(),
    lookedAt: z.number(),
  }),
  paid: z.array(z.string()).max(MOST_PAID),
  /** When a pause ends, in milliseconds since the kernel started; null while the rig is not paused. */
  pausedUntil: z.number().nullable(),
});
/** What the engine keeps over its own restarts, in RAM (`session.json`, readable by root alone). */
export type Session = z.infer<typeof sessionSchema>;

/** The last session, or null on the first start of this boot (or if the file is not one, which loses nothing). */
export async function readSession(runDirectory: string): Promise<Session | null> {
  try {
    return sessionSchema.parse(JSON.parse(await readFile(file(runDirectory), 'utf8')));
  } catch {
    return null;
  }
}

/** Readable by root alone: it holds pool passwords. */
export async function writeSession(runDirectory: string, session: Session): Promise<void> {
  await replaceFile(file(runDirectory), JSON.stringify(session), { mode: 0o600 });
}

function file(runDirectory: string): string {
  return `${runDirectory}/session.json`;
}
