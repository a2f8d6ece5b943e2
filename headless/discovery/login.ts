/** The Stratum login a probe sends, and what its answer says about the host. Pure. */
import * as z from 'zod';
import { ALGORITHMS, algorithmOfJob, otherCoin } from '../algorithm.ts';
import { sentPassword } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import { blotOut, cleanText } from '../text.ts';

/** What an answer says: all of a probe's result but time and TLS. */
export type Verdict = Pick<Stack, 'kind' | 'status' | 'height' | 'algorithm' | 'problem'>;

/**
 * The line every Monero stack understands: one login with the rig's final label. Anything shorter than 32
 * bytes, or anything but a login within 10 s, may get the rig banned (P2Pool bans for 600 s). It offers what XMRig will.
 */
export function loginLine(options: {
  label: string;
  /** Null for none. */
  password: string | null;
  agent: string;
  /** The worker's name beside a user that does not have it. */
  rigId?: string | null | undefined;
}): string {
  const params = {
    login: options.label,
    pass: sentPassword(options.password),
    agent: options.agent,
    algo: ALGORITHMS,
  };
  const named = options.rigId ? { ...params, rigid: options.rigId } : params;
  return `${JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'login', params: named })}\n`;
}

/** As in XMRig, what is no text names nothing, and a height that cannot be one is not known. */
const text = z.string().optional().catch(undefined);
const jobSchema = z.object({
  blob: z.string().min(1),
  algo: text,
  height: z.int().min(0).max(1e9).optional().catch(undefined),
  job_id: text,
  target: text,
  seed_hash: text,
});
type Job = z.infer<typeof jobSchema>;

/** A hashing blob: at least up to the end of its nonce, and one byte less than XMRig has room for. */
const BLOB_BYTES = { least: 43, most: 407 };
const SEED_BYTES = 32;

const answerSchema = z.object({
  id: z.unknown().optional(),
  method: z.string().optional(),
  /** A job sent on its own after a login without one. */
  params: z.unknown().optional(),
  error: z.unknown().optional(),
  result: z
    .object({
      id: text,
      job: z.unknown().optional(),
      extensions: z.array(z.string()).max(100).optional().catch(undefined),
    })
    .nullable()
    .optional()
    .catch(undefined),
});

/** Bitcoin's Stratum sends errors as `[code, text, data]`, Monero's as an object, a few as text. */
const errorSchema = z.union([
  z.string(),
  z.object({ message: z.string() }).transform((error) => error.message),
  z.tuple([z.unknown(), z.string()], z.unknown()).transform((error) => error[1]),
]);

/**
 * Reads one line of a host's answer to the login.
 * @returns null where the line decides nothing yet: a notification, or a login without a job.
 */
export function judgeLine(line: string, password: string | null): Verdict | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return notStratum(line);
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return notStratum(line);
  const { method, error, result, params } = answer.data;
  if (error !== undefined && error !== null) return judgeError(error, password);
  if (method === 'job') return judgeJob(params, 'stratum', true);
  if (method !== undefined) return null;
  if (result === undefined) return notStratum(line);
  if (result === null) return withoutWork('stratum', 'notReady', NO_MONERO);
  if (result.job === undefined || result.job === null) return null;
  const kind = kindOf(result.extensions ?? [], 'error' in answer.data);
  return judgeJob(result.job, kind, result.id !== undefined);
}

/** For bytes that came without a line end before the connection closed or the time was up. */
export function notStratum(bytes: string): Verdict {
  return withoutWork('unknown', 'notStratum', `answers, but not Stratum${looksLike(bytes)}`);
}

const NO_MONERO =
  'answers, but has no Monero work yet; its node may still be syncing. The rig keeps checking';

/** Which answer is whose was read in xmrig-proxy's and P2Pool's sources. */
function kindOf(extensions: string[], hasErrorKey: boolean): Stack['kind'] {
  if (extensions.includes('keepalive')) return 'xmrig-proxy';
  return extensions.length === 1 && extensions[0] === 'algo' && !hasErrorKey ? 'p2pool' : 'stratum';
}

function judgeJob(job: unknown, kind: Stack['kind'], hasSession: boolean): Verdict {
  const parsed = jobSchema.safeParse(job);
  if (!parsed.success) return withoutWork(kind, 'notReady', NO_MONERO);
  const { algo, height } = parsed.data;
  const algorithm = algorithmOfJob(parsed.data);
  if (algorithm === null)
    return withoutWork(kind, 'notStratum', `a Stratum server for ${otherCoin(algo ?? '')}, not for Monero`);
  const missing = hasSession ? missingIn(parsed.data) : 'it has no session id';
  if (missing !== null)
    return withoutWork(kind, 'notReady', `hands out work that XMRig cannot use: ${missing}`);
  return { kind, status: 'ready', height: height ?? null, algorithm, problem: null };
}

/** Why XMRig refuses a job of Monero's, whatever its place says of itself (`Client::parseJob`); null where it mines it. */
function missingIn({ job_id, blob, target, seed_hash }: Job): string | null {
  if (job_id === undefined) return 'it has no job id';
  const bytes = bytesOf(blob);
  if (bytes === null || bytes < BLOB_BYTES.least || bytes > BLOB_BYTES.most) return 'it has no block to hash';
  const length = target === undefined ? null : bytesOf(target);
  if (length !== 4 && length !== 8) return 'it has no target';
  if (/^0*$/.test(target ?? '')) return 'its target is zero, which no hash can meet';
  return seed_hash !== undefined && bytesOf(seed_hash) === SEED_BYTES ? null : 'it has no seed hash';
}

/** How many bytes a hexadecimal text stands for; null where it is none. */
function bytesOf(hex: string): number | null {
  return /^(?:[0-9a-f]{2})*$/i.test(hex) ? hex.length / 2 : null;
}

function judgeError(error: unknown, password: string | null): Verdict {
  const parsed = errorSchema.safeParse(error);
  // Some servers repeat what they did not like.
  const text = parsed.success
    ? cleanText(blotOut(parsed.data, password === null ? [] : [password]), 120)
    : 'an error without a text';
  if (/permission denied/i.test(text)) {
    const problem = password === null ? 'wants a password' : 'wrong password';
    return withoutWork('xmrig-proxy', 'needsPassword', problem);
  }
  if (/disconnected from p2pool network/i.test(text)) {
    const problem = 'P2Pool is there, but not connected to its network yet; the rig keeps trying';
    return withoutWork('p2pool', 'notReady', problem);
  }
  return withoutWork('stratum', 'notReady', `refused the login: "${text}"`);
}

function withoutWork(kind: Stack['kind'], status: Stack['status'], problem: string): Verdict {
  return { kind, status, height: null, algorithm: null, problem };
}

function looksLike(bytes: string): string {
  if (/^HTTP\/|<html|<!doctype/i.test(bytes)) return ' (it looks like a web server)';
  if (bytes.startsWith('SSH-')) return ' (it looks like an SSH server)';
  if (/^220[ -]/.test(bytes)) return ' (it looks like a mail or FTP server)';
  if (/^[A-Z0-9 ]{0,12}ERR/.test(bytes)) return ' (it looks like a database)';
  return '';
}
