/** How single values are read: the building blocks of the schema. */
import * as z from 'zod';
import { quote } from './quote.ts';

const YES = ['yes', 'true', 'on', '1', 'enabled', 'y'];
const NO = ['no', 'false', 'off', '0', 'disabled', 'n', 'none'];

/** One value; `read` gives it or says what is wrong with it. */
export function value<T>(read: (text: string) => T | { wrong: string }) {
  return z.string().transform((text, context): T => {
    const result = read(text.trim());
    if (typeof result === 'object' && result !== null && 'wrong' in result) {
      context.addIssue({ code: 'custom', message: result.wrong });
      return z.NEVER;
    }
    return result as T;
  });
}

/** A whole number between two bounds; `units` are words that may stand behind it. */
export function wholeNumber(min: number, max: number, units: RegExp, what: string) {
  return value((text) => {
    const digits = text.replace(units, '').trim();
    const number = Number(digits);
    if (/^\d{1,9}$/.test(digits) && number >= min && number <= max) return number;
    return { wrong: `"${quote(text)}" is not ${what} from ${min} to ${max}` };
  });
}

export function yesOrNo() {
  return value((text) => {
    if (YES.includes(text.toLowerCase())) return true;
    if (NO.includes(text.toLowerCase())) return false;
    return { wrong: `"${quote(text)}" is neither yes nor no` };
  });
}

/** Several of something, with commas, semicolons or blanks between them; `read` gives one or says what is wrong with it. */
export function list(max: number, what: string, read: (item: string) => string | { wrong: string }) {
  return value((text) => {
    const items = text.split(/[,;\s]+/).filter((item) => item !== '');
    const found: string[] = [];
    for (const item of items) {
      const result = read(item);
      if (typeof result !== 'string') return result;
      found.push(result);
    }
    if (found.length > max) return { wrong: `these are ${found.length} ${what}; at most ${max} are used` };
    return [...new Set(found)];
  });
}
