/** mDNS packets from anybody, read into the few kinds of records that discovery uses. Pure. */
import * as z from 'zod';

interface Common {
  /** Lower case, without a trailing dot. */
  name: string;
  /** Seconds; 0 is a goodbye. */
  ttl: number;
  /** The responder says that this is all there is under this name and type. */
  flush: boolean;
}

export type MdnsRecord = Common &
  (
    | { type: 'address'; address: string }
    /** `instance` as the responder spells it. */
    | { type: 'pointer'; instance: string }
    | { type: 'service'; host: string; port: number }
  );

/** A packet of 9,000 bytes, the most mDNS allows, holds fewer useful ones. */
const MAX_RECORDS = 512;
/** Longest time an answer is believed, in seconds; Avahi's own longest is 75 minutes. */
const MAX_TTL = 4500;

const name = z
  .string()
  .min(1)
  .max(255)
  .transform((text) => text.replace(/\.$/, ''));
const hostName = name.transform((text) => text.toLowerCase()).pipe(z.string().regex(/^[a-z0-9_.-]+\.local$/));
const common = {
  name: name.transform((text) => text.toLowerCase()),
  ttl: z
    .int()
    .min(0)
    .catch(0)
    .transform((ttl) => Math.min(ttl, MAX_TTL)),
  flush: z.boolean().catch(false),
};

const recordSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('A'), data: z.ipv4() }),
  z.object({ ...common, type: z.literal('AAAA'), data: z.ipv6() }),
  z.object({ ...common, type: z.literal('PTR'), data: name }),
  z.object({
    ...common,
    type: z.literal('SRV'),
    data: z.object({ target: hostName, port: z.int().min(1).max(65535) }),
  }),
]);

const packetSchema = z.object({
  answers: z.array(z.unknown()).catch([]),
  additionals: z.array(z.unknown()).catch([]),
});

const ORDER = { pointer: 0, service: 1, address: 2 };

/** The usable records of a response: what names a thing comes before what describes it. Anything else is dropped. */
export function readResponse(packet: unknown): MdnsRecord[] {
  const parsed = packetSchema.safeParse(packet);
  if (!parsed.success) return [];
  return [...parsed.data.answers, ...parsed.data.additionals]
    .slice(0, MAX_RECORDS)
    .flatMap((answer) => {
      if (!isOfUse(answer)) return [];
      const record = recordSchema.safeParse(answer);
      return record.success ? [simplified(record.data)] : [];
    })
    .sort((a, b) => ORDER[a.type] - ORDER[b.type]);
}

/** To say what is wrong with a record takes the schema longer than to read one; most others are of another type. */
function isOfUse(answer: unknown): boolean {
  const type = typeof answer === 'object' && answer !== null && 'type' in answer ? answer.type : null;
  return type === 'A' || type === 'AAAA' || type === 'PTR' || type === 'SRV';
}

function simplified(record: z.infer<typeof recordSchema>): MdnsRecord {
  const { name, ttl, flush } = record;
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return { name, ttl, flush, type: 'address', address: record.data };
    case 'PTR':
      return { name, ttl, flush, type: 'pointer', instance: record.data };
    case 'SRV':
      return { name, ttl, flush, type: 'service', host: record.data.target, port: record.data.port };
  }
}
