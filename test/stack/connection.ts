import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { algorithmOf, isMoneros } from './algorithms.ts';
import {
  errorAnswer,
  HTTP_ANSWER,
  type JobAnswer,
  jobPush,
  loginAnswer,
  NOT_CONNECTED,
  PERMISSION_DENIED,
  reconnectPush,
  SHARE_ERRORS,
  statusAnswer,
  withBulk,
} from './answers.ts';
import type { StackEvent } from './events.ts';
import type { Template } from './jobs.ts';
import { LineCutter } from './lines.ts';
import { Pace } from './pace.ts';
import { type LoginParams, parseRequest, type SubmitParams } from './requests.ts';
import { type Fault, isP2Pool, type Settings } from './settings.ts';
import { type Job, judgeShare, type Truth } from './shares.ts';
import { Work } from './work.ts';

/** What a connection needs of the stack it belongs to. */
export interface Floor {
  readonly settings: Settings;
  readonly template: Template;
  emit(event: StackEvent): void;
  /** The true hash of a job's blob with this nonce. */
  compute(job: Job, nonce: string): Promise<Truth>;
  /** Talks no more to an address, for as long as the settings say. */
  ban(address: string, what: string): void;
  /** Counts a share of a worker and tells of it. */
  count(
    share: Pick<
      StackEvent & { event: 'share' },
      'from' | 'worker' | 'algorithm' | 'reason' | 'height' | 'difficulty' | 'found' | 'hash'
    >,
  ): void;
}

/** P2Pool bans who has not logged in by then. */
const LOGIN_MILLISECONDS = 10_000;
/** xmrig-proxy hangs up on shorter lines. */
const SHORTEST_LINE = 32;

/** Of fault `hangUp`. */
const TAKEN_MILLISECONDS = 100;
/** Of fault `bulky`. */
const BULK_BYTES = 100_000;
/** Faults of a stack that has no work to give. */
const WITHOUT_WORK: Fault[] = ['mute', 'refuse', 'close', 'reject', 'http', 'noJob'];

/** One miner, or somebody who may turn out to be one. */
export class Connection {
  /** The worker's name once it has a job. */
  worker: string | null = null;
  agent = '';
  readonly #stream: Duplex;
  readonly #floor: Floor;
  readonly #from: string;
  readonly #address: string;
  readonly #tls: boolean;
  readonly #session = randomUUID();
  readonly #lines = new LineCutter();
  readonly #pace = new Pace();
  readonly #loginTimer: NodeJS.Timeout;
  readonly #work: Work;
  #waiting: { id: number; params: LoginParams } | null = null;
  #submits = 0;

  constructor(
    stream: Duplex,
    floor: Floor,
    peer: { address: string; port: number; tls: boolean; nonceByte: number },
  ) {
    this.#stream = stream;
    this.#floor = floor;
    this.#from = `${peer.address}:${peer.port}`;
    this.#address = peer.address;
    this.#tls = peer.tls;
    this.#work = new Work(peer.nonceByte);
    this.#loginTimer = setTimeout(() => this.#hangUp('no login within 10 s'), LOGIN_MILLISECONDS);
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.on('error', () => stream.destroy());
    stream.on('close', () => clearTimeout(this.#loginTimer));
    if (floor.settings.fault === 'close') this.close();
  }

  /** Answers a login that was waiting for the stack to become ready. */
  wake(): void {
    const { ready } = this.#floor.settings;
    if (this.#waiting !== null && ready && this.#hasWork()) {
      this.#welcome(this.#waiting.id, this.#waiting.params);
    }
  }

  /** Gives the miner a new job. */
  pushJob(): void {
    if (this.worker === null || !this.#hasWork()) return;
    const job = jobPush(this.#newJob());
    this.#send(job);
    if (this.#floor.settings.fault === 'sameJob') this.#send(job);
  }

  /** Asks the miner to go elsewhere. */
  pushReconnect(host: string, port: number): void {
    this.#send(reconnectPush(host, port));
  }

  #hasWork(): boolean {
    return !WITHOUT_WORK.includes(this.#floor.settings.fault);
  }

  close(): void {
    this.#stream.destroy();
  }

  #read(chunk: Buffer): void {
    if (!this.#tls && !this.#floor.settings.plain) {
      this.close();
      return;
    }
    if (this.#floor.settings.fault === 'mute') {
      clearTimeout(this.#loginTimer);
      return;
    }
    if (this.#floor.settings.fault === 'http') {
      this.#stream.end(HTTP_ANSWER);
      return;
    }
    const lines = this.#lines.push(chunk);
    if (lines === null) {
      this.#hangUp('a line that does not end');
      return;
    }
    for (const line of lines) {
      if (this.#stream.destroyed) {
        return;
      }
      this.#serve(line);
    }
  }

  #serve(line: string): void {
    if (!line.startsWith('{') || line.length < SHORTEST_LINE) {
      this.#hangUp('a line that is no request');
      return;
    }
    const request = parseRequest(line);
    if ('bad' in request) {
      this.#hangUp(request.bad);
    } else if (request.method === 'login') {
      this.#login(request.id, request.params);
    } else if (this.worker === null) {
      this.#refuse(request.id, 'Unauthenticated');
    } else if (request.method === 'submit') {
      void this.#submit(request.id, request.params, this.worker);
    } else {
      this.#floor.emit({ event: 'keepalive', worker: this.worker });
      this.#send(statusAnswer(request.id, 'KEEPALIVED'));
    }
  }

  #login(id: number, params: LoginParams): void {
    clearTimeout(this.#loginTimer);
    const { kind, password, ready, fault, rejectMessage } = this.#floor.settings;
    const refusal = kind === 'p2pool5' ? this.#p2pool5Refuses(params) : null;
    if (refusal !== null) {
      this.#tellLogin(params, refusal);
      this.#hangUp(refusal);
    } else if (fault === 'reject') {
      this.#refuse(id, rejectMessage, params);
    } else if (password !== null && params.pass !== password) {
      this.#refuse(id, PERMISSION_DENIED, params);
    } else if (!ready && isP2Pool(kind)) {
      this.#refuse(id, NOT_CONNECTED, params);
    } else if (!ready) {
      // The proxy answers once its own upstream has given it a job.
      this.#waiting = { id, params };
      this.#tellLogin(params, 'no job yet, left waiting');
    } else if (fault === 'noJob') {
      this.#tellLogin(params, 'no work to give');
      this.#send(loginAnswer(kind, id, this.#session, null));
    } else {
      this.#welcome(id, params);
    }
  }

  /** What P2Pool 5 hangs up for without an answer (its src/stratum_server.cpp, process_login and on_login); null: nothing. */
  #p2pool5Refuses(params: LoginParams): string | null {
    if (this.worker !== null) return 'a second login';
    return params.algo?.includes('rx/2') === false ? 'a list of algorithms without rx/2' : null;
  }

  #welcome(id: number, params: LoginParams): void {
    this.#waiting = null;
    this.worker = workerName(this.#floor.settings.kind, params);
    this.agent = params.agent;
    const job = this.#newJob();
    this.#tellLogin(params, null);
    this.#send(loginAnswer(this.#floor.settings.kind, id, this.#session, job));
    if (this.#floor.settings.fault === 'hangUp') setTimeout(() => this.close(), TAKEN_MILLISECONDS).unref();
  }

  async #submit(id: number, params: SubmitParams, worker: string): Promise<void> {
    const { kind, algo, fault, dropCommitment } = this.#floor.settings;
    if (fault === 'ignoreShares') return;
    this.#submits += 1;
    const job = this.#work.find(params.job_id);
    const isThird = fault === 'rejectThird' && this.#submits % 3 === 0;
    const takesNone = fault === 'rejectShares' || isThird || (algo !== null && !isMoneros(algo));
    if (job === undefined || params.id !== this.#session || takesNone) {
      const algorithm = algo ?? job?.algorithm ?? algorithmOf(this.#floor.template.version);
      const reason = SHARE_ERRORS[kind][takesNone ? 'badHash' : 'stale'];
      const unseen = { height: 0, difficulty: 0, found: 0, hash: params.result };
      this.#floor.count({ from: this.#from, worker, algorithm, reason, ...unseen });
      this.#send(errorAnswer(kind, id, reason));
      return;
    }
    const cameAt = performance.now();
    try {
      const share = dropCommitment ? { ...params, commitment: undefined } : params;
      const verdict = await judgeShare(job, share, (...of) => this.#floor.compute(...of));
      const reason = verdict.fault === null ? null : SHARE_ERRORS[kind][verdict.fault];
      const { algorithm, height, difficulty } = job;
      const { found } = verdict;
      this.#floor.count({
        from: this.#from,
        worker,
        algorithm,
        reason,
        height,
        difficulty,
        found,
        hash: params.result,
      });
      this.#send(reason === null ? statusAnswer(id, 'OK') : errorAnswer(kind, id, reason));
      if (this.#floor.settings.adapt && this.#pace.share(cameAt, performance.now())) {
        this.pushJob();
      }
    } catch (error) {
      // Without the verifier no share may count.
      this.#floor.emit({ event: 'problem', message: error instanceof Error ? error.message : String(error) });
      this.close();
    }
  }

  #newJob(): JobAnswer {
    const { settings, template } = this.#floor;
    const job = this.#work.next(settings, template, this.#pace.factor);
    return settings.fault === 'zeroTarget' ? { ...job, target: '00000000' } : job;
  }

  #refuse(id: number, message: string, params?: LoginParams): void {
    if (params !== undefined) {
      this.#tellLogin(params, message);
    }
    this.#send(errorAnswer(this.#floor.settings.kind, id, message), this.#floor.settings.closeAfterError);
  }

  #tellLogin(params: LoginParams, reason: string | null): void {
    const worker = workerName(this.#floor.settings.kind, params);
    this.#floor.emit({
      event: 'login',
      from: this.#from,
      worker,
      agent: params.agent,
      tls: this.#tls,
      password: params.pass,
      ok: reason === null,
      reason,
    });
  }

  #send(line: string, last = false): void {
    const { delay, fault } = this.#floor.settings;
    const sent = fault === 'bulky' ? withBulk(line, BULK_BYTES) : line;
    const write = () => {
      if (!this.#stream.writable) return;
      if (last) this.#stream.end(sent);
      else this.#stream.write(sent);
    };
    if (delay === 0) write();
    else setTimeout(write, delay).unref();
  }

  #hangUp(what: string): void {
    this.#floor.emit({ event: 'misbehaved', from: this.#from, what });
    if (this.#floor.settings.kind === 'p2pool5') this.#floor.ban(this.#address, what);
    this.close();
  }
}

/** How each kind names a worker: the proxy by the rig id, else the login; P2Pool cuts at the first `+` or `.`. */
function workerName(kind: Settings['kind'], params: LoginParams): string {
  return isP2Pool(kind) ? params.login.replace(/[+.].*$/s, '') : params.rigid || params.login;
}
