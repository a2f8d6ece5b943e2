/** Wallets that an editor broke over several lines. Pure. */
import { soundsSecret } from './keys.ts';
import type { Collector } from './reading.ts';
import { couldBeWallet, readWallet } from './wallet.ts';
import { isKnownWord } from './words.ts';

/** A line of a file, without its comment. */
export interface Line {
  text: string;
  where: string;
}

/** Nobody breaks an address more often. */
const MAX_PIECES = 6;
/** The shortest piece that is taken for one where no checksum says so. */
const LEAST_PIECE = 5;

/** The lines with each wallet in one of them: whole where its checksum says so, else named as broken. */
export function joinedLines(lines: Line[], collector: Collector): Line[] {
  const whole: Line[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    const half = /(?<=[=:\s]["']?|^)[48][1-9A-Za-z]*$/.exec(line.text)?.[0];
    const joined = half === undefined ? null : joinedFrom(lines, at, half);
    if (joined === null || half === undefined) {
      whole.push(line);
      continue;
    }
    const { pieces, rest, isWhole } = joined;
    const begin = line.text.slice(0, line.text.length - half.length);
    // A long piece says for itself that it is cut; a short one does so with what follows it.
    whole.push(!isWhole && isDamaged(half) ? line : { ...line, text: `${begin}${pieces.join('')}${rest}` });
    for (const { where } of lines.slice(at + 1, at + pieces.length))
      collector.say(isWhole ? 'info' : 'error', where, isWhole ? PUT_BEHIND : REST);
    at += pieces.length - 1;
  }
  return whole;
}

const PUT_BEHIND = 'is the rest of the wallet address in the line above, and was put behind it';
const REST =
  'looks like the rest of the wallet address in the line above, which is cut; together they are no whole one either: copy it again, in one line';

interface Joined {
  /** Of the address, one from each line. */
  pieces: string[];
  /** What stands behind the last of them. */
  rest: string;
  isWhole: boolean;
}

/** The address that begins with `half` and goes on in the lines below; null where none does. */
function joinedFrom(lines: Line[], at: number, half: string): Joined | null {
  const pieces = [half];
  let longest: Joined | null = null;
  for (const { text } of lines.slice(at + 1, at + MAX_PIECES)) {
    const piece = /^[1-9A-Za-z]+/.exec(text)?.[0] ?? '';
    const rest = text.slice(piece.length);
    if (piece === '' || isKnownWord(text) || soundsSecret(text) || /^\s*[=:]/.test(rest)) break;
    pieces.push(piece);
    const address = pieces.join('');
    const wallet = couldBeWallet(address) ? readWallet(address) : null;
    if (wallet !== null && 'kind' in wallet) return { pieces: [...pieces], rest, isWhole: true };
    const isRest = piece.length >= LEAST_PIECE && /^(?:[.+/]\S*)?$/.test(rest);
    if (isRest && (isDamaged(half) || isDamaged(address)))
      longest = { pieces: [...pieces], rest, isWhole: false };
    if (rest !== '') break;
  }
  return longest;
}

function isDamaged(text: string): boolean {
  const wallet = readWallet(text);
  return wallet !== null && 'wrong' in wallet;
}
