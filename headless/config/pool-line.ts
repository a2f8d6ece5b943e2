/** The addresses of a pool line. Pure. */
import { isIPv6 } from 'node:net';
import type { Address } from './address.ts';
import { whyNever } from './never-a-stack.ts';
import { isHostPlaceholder } from './placeholder.ts';
import { readValue } from './schema.ts';

/** An address that may lead to a pool, with what is to be said of it; or what is wrong with it. */
export type Place = { value: Address; note?: string } | { error: string };

/** The places that a line names, with commas or semicolons between them. */
export function readPlaces(text: string): Place[] {
  // Four numbers with commas are a mistyped address, not a list.
  const isOne = /^[\d\s]+(,[\d\s]+){3}$/.test(text);
  // A sentence is no list either: of `here, your pool` nothing is an address.
  const isProse = /[a-z]\s+[a-z]/i.test(text);
  const parts = isOne ? [text.replace(/\s/g, '')] : isProse ? [text] : text.split(/[,;]/);
  return parts
    .map((part) => part.trim())
    .flatMap((part, index) =>
      part === '' ? [] : index > 0 && isNoMember(part) ? { error: NO_MEMBER } : readPlace(part),
    );
}

/** A user or a password, put behind the pool with a comma: its name would be asked for in clear. */
export function isNoMember(part: string): boolean {
  return !/[.:]/.test(part);
}

export const NO_MEMBER =
  'what follows the comma has neither a dot nor a port and is no address; write name:3333 for a computer, user= and pass= on lines of their own';

function readPlace(text: string): Place {
  const place = text.replace(/^[a-z+]+:\/\//i, '').replace(/:\w*\/?$/, '');
  if (isHostPlaceholder(place)) return { error: whyNever(place) ?? '' };
  const result = readValue('pool', text);
  if ('error' in result) return result;
  const never = whyNever(result.value.host);
  if (never !== null) return { error: never };
  if (!isIPv6(text) || !/:3333$/.test(text)) return result;
  const apart = text.replace(/^(.*):(\d+)$/, '[$1]:$2');
  return { ...result, note: `${text} is all address; with a port behind it write ${apart}` };
}
