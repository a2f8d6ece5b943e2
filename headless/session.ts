/** What the engine remembers over its own restarts, in RAM: where it mines and since when. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { algorithmSchema } from './algorithm.ts';
import { highestSchema, historySchema } from './history.ts';
import type { Session } from './machine/model.ts';
import { replaceFile } from './replace-file.ts';
import { milestonesSchema, sourceSchema } from './snapshot.ts';

const poolSchema = z.object({
  host: z.string(),
  address: z.string().nullable(),
  port: z.number().int(),
  tls: z.boolean(),
  fingerprint: z.string().nullable(),
  user: z.string(),
  password: z.string(),
  socks5: z.object({ host: z.string(), port: z.number().int() }).optional(),
  rigId: z.string().nullable().optional(),
  keepalive: z.union([z.boolean(), z.number()]).optional(),
});

const sessionSchema = z.object({
  target: z.object({
    stackId: z.string(),
    source: sourceSchema,
    why: z.string().nullable(),
    pools: z.tuple([poolSchema], poolSchema),
    lead: z.number().int().optional(),
    keptUnder: z.string().optional(),
  }),
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
  pausedUntil: z.number().nullable(),
});

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
