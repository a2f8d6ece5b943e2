import { z } from 'zod';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const requestSchema = z.discriminatedUnion('method', [
  z.object({
    id: z.number(),
    method: z.literal('login'),
    params: z.object({
      login: z.string(),
      pass: z.string().default(''),
      agent: z.string().default('unknown'),
      rigid: z.string().optional(),
      algo: z.array(z.string()).optional(),
    }),
  }),
  z.object({
    id: z.number(),
    method: z.literal('submit'),
    params: z.object({
      id: z.string(),
      job_id: z.string(),
      nonce: hex(8),
      /** What meets the target: the hash; for RandomX v2 the commitment to it. */
      result: hex(64),
      /** RandomX v2 only, and misnamed: the hash that `result` is the commitment to. */
      commitment: hex(64).optional(),
    }),
  }),
  z.object({ id: z.number(), method: z.literal('keepalived') }),
]);

/** What a miner asks. */
export type Request = z.infer<typeof requestSchema>;
export type LoginParams = Extract<Request, { method: 'login' }>['params'];
export type SubmitParams = Extract<Request, { method: 'submit' }>['params'];

/** The request in a line, or what is wrong with the line. */
export function parseRequest(line: string): Request | { readonly bad: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { bad: 'a line that is not JSON' };
  }
  const request = requestSchema.safeParse(json);
  return request.success
    ? request.data
    : { bad: `not a request: ${z.prettifyError(request.error).split('\n')[0]}` };
}
