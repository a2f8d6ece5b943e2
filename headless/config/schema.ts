/** The one schema for what the owner may set, whichever way it was written down: every value arrives as text. */
import * as z from 'zod';
import { cleanText } from '../text.ts';
import { readAddress } from './address.ts';

/** Longest wait before mining starts, in seconds: a forgotten setting must not idle a rig. */
const MAX_WAIT_SECONDS = 3600;

const MAX_NAMES = 16;
/** One label of a host name: mDNS knows no others below `.local`. */
const MDNS_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const YES = ['yes', 'true', 'on', '1', 'enabled', 'y'];
const NO = ['no', 'false', 'off', '0', 'disabled', 'n', 'none'];

/** A whole number between two bounds; `units` are words that may stand behind it. */
function wholeNumber(min: number, max: number, units: RegExp, what: string) {
  return value((text) => {
    const digits = text.replace(units, '').trim();
    const number = Number(digits);
    if (/^\d{1,9}$/.test(digits) && number >= min && number <= max) return number;
    return { wrong: `"${quote(text)}" is not ${what} from ${min} to ${max}` };
  });
}

/** One value; `read` gives it or says what is wrong with it. */
function value<T>(read: (text: string) => T | { wrong: string }) {
  return z.string().transform((text, context): T => {
    const result = read(text.trim());
    if (typeof result === 'object' && result !== null && 'wrong' in result) {
      context.addIssue({ code: 'custom', message: result.wrong });
      return z.NEVER;
    }
    return result as T;
  });
}

function yesOrNo() {
  return value((text) => {
    if (YES.includes(text.toLowerCase())) return true;
    if (NO.includes(text.toLowerCase())) return false;
    return { wrong: `"${quote(text)}" is neither yes nor no` };
  });
}

export const valuesSchema = z.object({
  /** Host and port, as in `pithead.local:3333`. */
  pool: value((text) => {
    const address = readAddress(text);
    return 'error' in address ? { wrong: address.error } : address;
  }),
  /** RigForge's rule; a label for a stack, a wallet for a public pool. */
  user: value((text) =>
    /^[A-Za-z0-9._:@+-]{1,200}$/.test(text)
      ? text
      : { wrong: `"${quote(text)}" is not a user; it has letters, digits and . _ : @ + - only` },
  ),
  /** A secret: no message repeats it. */
  pass: value((text) =>
    /^[\x21-\x7e]{1,200}$/.test(text)
      ? text
      : { wrong: 'the password has characters that stacks do not take: no blanks, no accents' },
  ),
  tls: yesOrNo(),
  /** SHA-256 of the certificate; colons as OpenSSL prints them are dropped. */
  fingerprint: value((text) => {
    const digits = text
      .replace(/^sha-?256[:=]/i, '')
      .replace(/[:\s]/g, '')
      .toLowerCase();
    return /^[0-9a-f]{64}$/.test(digits)
      ? digits
      : { wrong: `a fingerprint has 64 hex digits (SHA-256), this one has ${digits.length} characters` };
  }),
  /** What a stack takes for a worker name: `[a-z0-9-]`, at most 63 characters (Pithead and P2Pool cut at `+` and `.`). */
  label: value((text) => {
    const label = text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(0, 63)
      .replace(/^-+|-+$/g, '');
    return label === '' ? { wrong: `"${quote(text)}" has no letters or digits to make a name of` } : label;
  }),
  /** Seconds; 0 starts at once. */
  wait: wholeNumber(0, MAX_WAIT_SECONDS, /\s*(s|sec|secs|second|seconds)$/i, 'a number of seconds'),
  /** Percent, as RigForge has it. */
  donation: wholeNumber(0, 100, /\s*(%|percent)$/i, 'a percentage'),
  /** A ceiling, as RigForge has it. */
  threads: wholeNumber(1, 1024, /\s*threads?$/i, 'a number of threads'),
  /** Host names to ask for on the network beside the well-known ones; lower case, without `.local`. */
  names: value((text) => {
    const names = text.split(/[,;\s]+/).filter((name) => name !== '');
    const bare = names.map((name) => name.toLowerCase().replace(/\.?(local\.?)?$/, ''));
    const wrong = names.find((_name, index) => !MDNS_NAME.test(bare[index] ?? ''));
    if (wrong !== undefined) {
      return {
        wrong: `"${quote(wrong)}" is not a name on your network; write it like pithead or pithead.local`,
      };
    }
    if (bare.length > MAX_NAMES)
      return { wrong: `these are ${bare.length} names; at most ${MAX_NAMES} are looked for` };
    return [...new Set(bare)];
  }),
  /** Looking for stacks on the network at all. */
  discovery: yesOrNo(),
  /** Asking every address of the network in turn when nothing else finds a stack. */
  sweep: yesOrNo(),
});

export type Values = z.infer<typeof valuesSchema>;

/** Reads one value by the schema; `error` says what is wrong with it in one line. */
export function readValue<K extends keyof Values>(
  key: K,
  text: string,
): { value: Values[K] } | { error: string } {
  const schema: z.ZodType = valuesSchema.shape[key];
  const result = schema.safeParse(text);
  if (result.success) return { value: result.data as Values[K] };
  return { error: result.error.issues[0]?.message ?? 'is not understood' };
}

function quote(text: string): string {
  return cleanText(text, 60);
}
