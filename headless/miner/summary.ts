/** XMRig's API: the parts of `GET /2/summary` and `GET /2/backends` that the rig uses, parsed once at the edge. */
import * as z from 'zod';
import { getBody } from './http-get.ts';

/** Where the rig's XMRig listens: loopback only. */
export const API = { host: '127.0.0.1', port: 18_080 };

const rate = z.number().nullable();

/** Field meanings as read in XMRig 6.26's `src/base/api` and seen running; hashrates in hashes per second. */
export const minerSummarySchema = z.object({
  version: z.string().max(40),
  uptime: z.number(),
  donate_level: z.number(),
  hashrate: z.object({ total: z.array(rate).min(3).max(3), highest: rate }),
  /** [allocated, wanted]; [0, 0] before the first dataset. */
  hugepages: z.array(z.number()).min(2).max(2),
  connection: z.object({
    /** Last pool that worked, "" before the first login; kept after a disconnect. */
    pool: z.string().max(300),
    /** 0 while there is no connection. */
    uptime_ms: z.number(),
    /** Working connections that were lost since XMRig's start. */
    failures: z.number(),
    /** Median round trip of shares in ms; 0 before the first. */
    ping: z.number(),
    diff: z.number(),
    accepted: z.number(),
    rejected: z.number(),
  }),
});
export type MinerSummary = z.infer<typeof minerSummarySchema>;

const backendsSchema = z.array(
  z.object({ type: z.string(), threads: z.array(z.object({ affinity: z.number() })).optional() }),
);

/**
 * What XMRig says about itself now; null while it does not answer, which is normal for the first seconds and
 * whenever a body is cut off (its JSON writer stops at a NaN).
 */
export async function readSummary(port = API.port): Promise<MinerSummary | null> {
  const parsed = minerSummarySchema.safeParse(await getJson('/2/summary', port));
  return parsed.success ? parsed.data : null;
}

/** How many CPU threads XMRig runs; 0 when it does not say. */
export async function readThreads(port = API.port): Promise<number> {
  const parsed = backendsSchema.safeParse(await getJson('/2/backends', port));
  const cpu = parsed.success ? parsed.data.find((backend) => backend.type === 'cpu') : undefined;
  return cpu?.threads?.length ?? 0;
}

async function getJson(path: string, port: number): Promise<unknown> {
  const body = await getBody(API.host, port, path);
  try {
    return body === null ? null : JSON.parse(body);
  } catch {
    return null;
  }
}
