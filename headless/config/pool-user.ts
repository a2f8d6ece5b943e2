/** The user of a pool as its owner writes it. Pure. */
import { MAX_LOGIN } from '../pool.ts';
import { isUserPlaceholder, isWalletWord } from './placeholder.ts';
import { quote, quoteWhole } from './quote.ts';
import { OWN_NAME_FORM, unknownVariable } from './variables.ts';
import { foreignLetter, readWallet } from './wallet.ts';

/**
 * Pools put what they like into the user (worker, e-mail, coin, difficulty, a referral code), so it may hold every printable character.
 * What plainly earns nothing is refused: a word in place of a wallet, and a wallet that is damaged.
 */
export function readUser(text: string): string | { wrong: string } {
  const user = withoutScheme(text);
  const wallet = readWallet(user);
  // Behind a wallet whose checksum is right anything may stand, an example's worker too.
  const isWhole = wallet !== null && 'kind' in wallet;
  if (!isWhole && isStillToFillIn(user)) return { wrong: stillToFillIn(user) };
  const other = foreignLetter(user);
  if (other !== null) return { wrong: lookAlike(other) };
  if (!/^[\x21-\x7e]+$/.test(user)) {
    // What stands behind the first word may be a password.
    const [first = ''] = user.split(/\s/);
    return { wrong: `"${quote(first)}" and what follows is not a user: it has no spaces and no accents` };
  }
  if (user.length > MAX_LOGIN)
    return { wrong: `the user has ${user.length} characters; at most ${MAX_LOGIN} are used` };
  const variable = unknownVariable(user);
  if (variable !== null) {
    const cure = `write the value itself, or ${OWN_NAME_FORM} for the name of this rig`;
    return { wrong: `"${quote(variable)}" cannot be filled in by this rig; ${cure}` };
  }
  return wallet !== null && 'wrong' in wallet ? { wrong: wallet.wrong } : user;
}

/** True for a word in place of a wallet or an account. `wallet` alone may be a name at a stack of one's own. */
export function isStillToFillIn(user: string): boolean {
  return isUserPlaceholder(user) || (/\s/.test(user) && isWalletWord(user));
}

/** What to say of a word in place of a wallet. */
export function stillToFillIn(user: string): string {
  const shown = isWalletWord(user) ? quoteWhole(user) : quote(user);
  return `"${shown}" still has to be filled in: write your own wallet address, or account, there`;
}

function lookAlike(letter: string): string {
  const code = letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return `the wallet address has a "${quoteWhole(letter)}" in it that only looks like one of its letters (U+${code}, of another alphabet); copy it again, whole and in one line`;
}

/** `monero:4...?tx_amount=1`, as wallets put it into their QR codes. */
function withoutScheme(text: string): string {
  const scheme = /^monero:(?:\/\/)?(?=[48])/i.exec(text);
  return scheme === null ? text : text.slice(scheme[0].length).replace(/\?.*$/s, '');
}
