/** XMRig's API: the parts of `GET /2/summary` and `GET /2/backends` that the rig uses, parsed once at the edge. */
import * as z from 'zod';
import { algorithmNamed } from '../algorithm.ts';

// An import statement would call every lazy getter of the module, and so load undici and HTTP/2: 14 MB (decision 0028).
const { get } = process.getBuiltinModule('node:http');

/** Where the rig's XMRig listens: loopback only. */
export const API = { host: '127.0.0.1', port: 18_080 };

/** A summary is 3 kB; `/2/backends` grows by about 150 bytes a thread. */
const MAX_BODY_BYTES = 1024 * 1024;
/** From the question to the end of the answer: one that comes byte by byte is none. */
const LIMIT_MS = 3_000;

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
    /** Of the newest job, donations left out; null before the first. */
    algo: z
      .string()
      .nullable()
      .transform((name) => (name === null ? null : algorithmNamed(name))),
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
export async function readSummary(port = API.port, limitMs = LIMIT_MS): Promise<MinerSummary | null> {
  const parsed = minerSummarySchema.safeParse(await getJson('/2/summary', port, limitMs));
  return parsed.success ? parsed.data : null;
}

/** How many CPU threads XMRig runs; 0 when it does not say. */
export async function readThreads(port = API.port): Promise<number> {
  const parsed = backendsSchema.safeParse(await getJson('/2/backends', port, LIMIT_MS));
  const cpu = parsed.success ? parsed.data.find((backend) => backend.type === 'cpu') : undefined;
  return cpu?.threads?.length ?? 0;
}

function getJson(path: string, port: number, limitMs: number): Promise<unknown> {
  return new Promise((resolve) => {
    const request = get({ host: API.host, port, path, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_BODY_BYTES) request.destroy();
        else chunks.push(chunk);
      });
      response.on('end', () => resolve(parseJson(Buffer.concat(chunks).toString('utf8'))));
      response.on('error', () => resolve(null));
    });
    // Node's own limit is for silence only.
    const timer = setTimeout(() => request.destroy(), limitMs);
    request.on('error', () => resolve(null));
    request.on('close', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
