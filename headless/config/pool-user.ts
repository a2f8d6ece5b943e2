/** The user of a pool as its owner writes it. Pure. */
import { isUserPlaceholder, isWalletWord } from './placeholder.ts';
import { quote, quoteWhole } from './quote.ts';
import { OWN_NAME_FORM, unknownVariable } from './variables.ts';
import { readWallet } from './wallet.ts';

/** Longer than any wallet with payment id, difficulty, worker and e-mail; it has to fit into one line of Stratum. In characters. */
export const MAX_LOGIN = 400;

/**
 * Pools put what they like into the user (worker, e-mail, coin, difficulty, a referral code), so it may hold every printable character.
 * What plainly earns nothing is refused: a word in place of a wallet, and a wallet that is damaged.
 */
export function readUser(text: string): string | { wrong: string } {
  // As wallets put it into their QR codes.
  const user = text.replace(/^monero:(?=[48])/i, '');
  if (isUserPlaceholder(user)) {
    return {
      wrong: `"${isWalletWord(user) ? quoteWhole(user) : quote(user)}" still has to be filled in: write your own wallet address, or account, there`,
    };
  }
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
  const wallet = readWallet(user);
  return wallet !== null && 'wrong' in wallet ? { wrong: wallet.wrong } : user;
}
