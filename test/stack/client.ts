import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';

const answerSchema = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  error: z.looseObject({ message: z.string() }).nullish(),
  result: z.looseObject({}).nullish(),
});

/** What a stack answered, as far as tests look at it. */
export type Answer = z.infer<typeof answerSchema>;

export const jobSchema = z.strictObject({
  blob: z.string().regex(/^[0-9a-f]{152,160}$/),
  job_id: z.string().min(1),
  target: z.string().regex(/^([0-9a-f]{8}|[0-9a-f]{16})$/),
  algo: z.string().optional(),
  height: z.number(),
  seed_hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export const loginResultSchema = z.object({
  id: z.string(),
  job: jobSchema,
  extensions: z.array(z.string()),
  status: z.literal('OK'),
});

/** A miner reduced to its socket, for tests that need to see and send single lines. */
export class Client {
  readonly socket: Socket;
  readonly lines: AsyncIterator<string>;
  #id = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    this.lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static plain(port: number): Client {
    return new Client(connect({ host: '127.0.0.1', port }));
  }

  /** Checks nothing, as XMRig does: the caller looks at the fingerprint. */
  static tls(port: number): Client {
    return new Client(connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }));
  }

  /** Sends a request and waits for the next line. */
  async ask(method: string, params: object): Promise<Answer> {
    this.#id += 1;
    this.socket.write(`${JSON.stringify({ id: this.#id, jsonrpc: '2.0', method, params })}\n`);
    return this.next();
  }

  login(params: object = {}): Promise<Answer> {
    return this.ask('login', { login: 'rig-a1b2c3', pass: 'x', agent: 'test', algo: ['rx/0'], ...params });
  }

  /** The next line; rejects when the stack hangs up. */
  async next(): Promise<Answer> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the stack hung up');
    return answerSchema.parse(JSON.parse(value));
  }

  close(): void {
    this.socket.destroy();
  }
}
