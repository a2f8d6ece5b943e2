import { createHash } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { formatEndpoint } from '../endpoint.ts';
import type { Stack } from '../snapshot.ts';
import { judgeLine, loginLine, notStratum, type Verdict } from './login.ts';

/** A place to ask. `tls` true or false asks that way only; left out, plain is tried first, then TLS. */
export interface ProbeTarget {
  host: string;
  address: string;
  port: number;
  tls?: boolean | undefined;
  /** SHA-256 of the only certificate that the password may be sent to, as 64 hex digits; null for any. */
  fingerprint?: string | null;
}

export type ProbeResult = Pick<
  Stack,
  'kind' | 'status' | 'height' | 'algorithm' | 'latencyMs' | 'tls' | 'fingerprint' | 'problem'
>;

export interface ProbeOptions {
  /** The rig's final label: it becomes a row on the stack's dashboard. */
  label: string;
  /** The worker's name beside a user that does not have it, as XMRig will send it. */
  rigId?: string | null | undefined;
  /** A secret; null for none, as discovery asks. */
  password: string | null;
  agent: string;
  /** For the whole probe, TLS attempt included; default 5,000. */
  timeoutMs?: number;
  /** For taking the connection; the whole time by default. */
  connectTimeoutMs?: number;
  signal?: AbortSignal;
}

/** A longer answer is not Stratum. */
const MAX_ANSWER_BYTES = 64 * 1024;
const DEFAULT_TIMEOUT_MS = 5000;

/**
 * Logs in once at a place and tells what answers there and whether it has work. Closes the connection at once.
 * Never throws and never outlasts its timeout; `latencyMs` is the time from login to answer.
 */
export async function probeStratum(target: ProbeTarget, options: ProbeOptions): Promise<ProbeResult> {
  const deadline = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const plain = target.tls === true ? null : await attemptPlain(target, options, deadline);
  if (plain !== null && !plain.maybeTls) return plain.result;
  const tls = await attempt(target, options, true, deadline);
  if (plain === null) return tls.result;
  // Where TLS fails as well, the plain attempt saw what the host really does.
  if (tls.result.fingerprint === null) return plain.result;
  return target.tls === false ? { ...plain.result, problem: WANTS_TLS } : tls.result;
}

const WANTS_TLS = 'requires TLS; set tls=yes for this pool';

/** Where TLS may be spoken, a password is not sent in the clear before the port has refused a login in the clear without it. */
async function attemptPlain(target: ProbeTarget, options: ProbeOptions, deadline: number): Promise<Attempt> {
  if (target.tls === false) return attempt(target, options, false, deadline);
  const first = await attempt(target, { ...options, password: null }, false, deadline);
  const { kind, status } = first.result;
  const isRefused = kind !== 'unknown' && status !== 'ready';
  return isRefused && options.password !== null ? attempt(target, options, false, deadline) : first;
}

interface Attempt {
  result: ProbeResult;
  /** The server closed without a word, as OpenSSL does on a plain line, or sent a TLS alert. */
  maybeTls: boolean;
}

/** One connection, one login, one answer. */
function attempt(
  target: ProbeTarget,
  options: ProbeOptions,
  tls: boolean,
  deadline: number,
): Promise<Attempt> {
  return new Promise((resolve) => {
    let fingerprint: string | null = null;
    let loggedInAt: number | null = null;
    let received = '';
    let bytes = 0;
    let loginAccepted = false;
    let socket: Socket | null = null;

    const finish = (verdict: Verdict, maybeTls = false) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      socket?.removeAllListeners().on('error', () => {});
      socket?.destroy();
      const answered = loggedInAt !== null && verdict.status !== 'unreachable';
      const latencyMs = answered ? Math.round((performance.now() - (loggedInAt ?? 0)) * 10) / 10 : null;
      resolve({ result: { ...verdict, latencyMs, tls: tls && fingerprint !== null, fingerprint }, maybeTls });
    };
    const onAbort = () => finish(trouble('unreachable', 'the check was stopped'));
    const onTimeout = () => {
      if (received !== '') finish(notStratum(received));
      else if (loggedInAt === null) finish(trouble('unreachable', `no answer from ${place(target)}`));
      else finish(trouble('notReady', loginAccepted ? NO_JOB : MUTE));
    };
    const left = () => Math.max(0, deadline - performance.now());
    let timer = setTimeout(onTimeout, Math.min(left(), options.connectTimeoutMs ?? left()));
    if (options.signal?.aborted) return onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });

    try {
      socket = tls ? openTls(target) : connectTcp({ host: target.address, port: target.port });
    } catch (error) {
      return finish(connectTrouble(error, target));
    }
    const { label, password, agent, rigId } = options;
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(onTimeout, left());
    });
    socket.on(tls ? 'secureConnect' : 'connect', () => {
      if (socket instanceof TLSSocket) fingerprint = fingerprintOf(socket);
      if (target.fingerprint && target.fingerprint !== fingerprint)
        return finish(trouble('notReady', STRANGER));
      loggedInAt = performance.now();
      socket?.write(loginLine({ label, password, agent, rigId }));
    });
    socket.on('data', (chunk: Buffer) => {
      if (!tls && received === '' && looksLikeTls(chunk)) return finish(trouble('notReady', CLOSES), true);
      received += chunk.toString('latin1');
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) return finish(notStratum(received));
      for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n')) {
        const line = received.slice(0, end).trim();
        received = received.slice(end + 1);
        if (line === '') continue;
        const verdict = judgeLine(Buffer.from(line, 'latin1').toString(), password);
        if (verdict !== null) return finish(verdict);
        loginAccepted = true;
      }
    });
    const onClose = () => {
      if (received !== '') return finish(judgeLine(received, password) ?? notStratum(received));
      finish(
        trouble('notReady', loginAccepted ? NO_JOB : CLOSES),
        !tls && loggedInAt !== null && !loginAccepted,
      );
    };
    socket.on('end', onClose);
    socket.on('close', onClose);
    socket.on('error', (error) => (loggedInAt === null ? finish(connectTrouble(error, target)) : onClose()));
  });
}

const NO_JOB = 'accepted the login, but has no work yet; the rig keeps trying';
/** What the owner is told of a certificate that is not the one in the config. */
export const STRANGER =
  'its TLS certificate does not match tls-fingerprint; not mining there. If the certificate is right, correct tls-fingerprint';
const MUTE =
  'accepts connections, but does not answer a login: its node may still be syncing the chain, or it is not a stack';
const CLOSES =
  'closes the connection without an answer: a stack that is not ready, or one that has banned this rig for some minutes';

function openTls(target: ProbeTarget): TLSSocket {
  return connectTls({
    host: target.address,
    port: target.port,
    // Stacks sign their own certificates; the fingerprint is what identifies them.
    rejectUnauthorized: false,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
  });
}

/** SHA-256 of the certificate in DER form as 64 hex digits, which is what XMRig's `tls-fingerprint` wants. */
function fingerprintOf(socket: TLSSocket): string | null {
  const { raw } = socket.getPeerCertificate();
  return Buffer.isBuffer(raw) ? createHash('sha256').update(raw).digest('hex') : null;
}

/** A TLS record of type alert or handshake, any version from SSL 3 on. */
function looksLikeTls(bytes: Buffer): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03;
}

function connectTrouble(error: unknown, target: ProbeTarget): Verdict {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') {
    const problem = `the host is there, but nothing listens on port ${target.port}; its stack may be off or syncing`;
    return trouble('refused', problem);
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return trouble('unreachable', `no way to ${place(target)}; check its address and this rig's network`);
  }
  return trouble(
    'unreachable',
    `cannot connect to ${place(target)}${/^E[A-Z]+$/.test(code) ? ` (${code})` : ''}`,
  );
}

function trouble(status: Verdict['status'], problem: string): Verdict {
  return { kind: 'unknown', status, height: null, algorithm: null, problem };
}

function place(target: ProbeTarget): string {
  return formatEndpoint(target.address, target.port);
}
