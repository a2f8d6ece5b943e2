import { describe, expect, it } from 'vitest';
import { foreignLetter, isBareWallet, readWallet } from '../../../headless/config/wallet.ts';
import { ADDRESSES, SUBADDRESS, WALLET } from './addresses.ts';

describe('an address of Monero', () => {
  it.each(ADDRESSES)('of %s (%s) is told', (network, kind, address) => {
    const wallet = readWallet(address);
    if (network === 'mainnet') expect(wallet).toEqual({ kind });
    else expect(wallet).toEqual({ wrong: expect.stringContaining(`Monero's ${network}`) });
  });

  // The same file has this one as a bad address.
  it('with a wrong checksum is refused', () => {
    expect(readWallet(`${WALLET.slice(0, -2)}D9`)).toEqual({
      wrong: expect.stringContaining('the wallet address has a wrong character in it'),
    });
  });

  it('is refused with any one character changed, or two neighbours swapped', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    for (const address of [WALLET, SUBADDRESS]) {
      for (let at = 1; at < address.length; at += 1) {
        const other = alphabet[(alphabet.indexOf(address[at] ?? '') + 7) % 58];
        const changed = address.slice(0, at) + other + address.slice(at + 1);
        expect(readWallet(changed), changed).toHaveProperty('wrong');
        if (address[at] === address[at - 1]) continue;
        const swapped = address.slice(0, at - 1) + address[at] + address[at - 1] + address.slice(at + 1);
        if (/^[48]/.test(swapped)) expect(readWallet(swapped), swapped).toHaveProperty('wrong');
      }
    }
  });

  it.each([
    [WALLET.slice(0, 94), 'has 94 characters, and a whole one has 95'],
    [`${WALLET}a`, 'has 96 characters'],
    [WALLET.slice(0, 60), 'has 60 characters'],
    [`${WALLET.slice(0, 40)}0${WALLET.slice(41)}`, 'has a "0" in it'],
    [`${WALLET.slice(0, 40)}l${WALLET.slice(41)}`, 'has a "l" in it'],
    [`${WALLET.slice(0, 94)}.rig/me@example.com`, 'has 94 characters'],
  ])('that is damaged says how: %s', (text, why) => {
    expect(readWallet(text)).toEqual({ wrong: expect.stringContaining(why) });
  });

  it.each([
    `${WALLET}.rig1`,
    `${WALLET}+5000`,
    `${WALLET}.rig1/me@example.com`,
    `${WALLET}#code`,
    `XMR:${WALLET}.rig#ab-cd`,
  ])('has its worker and more behind it: %s', (user) => {
    expect(readWallet(user)).toEqual({ kind: 'standard' });
  });

  it.each([
    ...['', 'a', '4', 'x', '42ey', 'garage-1', '48wallet+rig', 'me@example.com/rig1', 'DOGE:Dabc.rig1#ab-cd'],
    // Of Bitcoin, Ethereum, and a number in hexadecimal.
    ...['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', '0x52908400098527886E0F7030069857D2E4169EE7'],
    'ab'.repeat(47),
    `4${'7'.repeat(63)}`,
  ])('is not what was meant by "%s"', (user) => expect(readWallet(user)).toBeNull());

  it.each(['solo:', 'SOLO:', 'xmr:', 'solo:xmr:', 'monero:'])('has %s before it', (prefix) => {
    expect(readWallet(`${prefix}${WALLET}.rig`)).toEqual({ kind: 'standard' });
    expect(readWallet(`${prefix}${WALLET.slice(0, 94)}.rig`)).toHaveProperty('wrong');
    expect(isBareWallet(`${prefix}${WALLET}`)).toBe(true);
  });

  it('has a letter of another alphabet in it', () => {
    expect(foreignLetter(`${WALLET.slice(0, 7)}\u0410${WALLET.slice(8)}.rig`)).toBe('\u0410');
    expect(foreignLetter(WALLET)).toBeNull();
    expect(foreignLetter('gar\u0430ge')).toBeNull();
    expect(foreignLetter(`${WALLET}.\u0430`)).toBeNull();
  });

  it('is bare where no worker is named', () => {
    expect([WALLET, `${WALLET}+5000`, `XMR:${WALLET}`].map(isBareWallet)).toEqual([true, true, true]);
    expect([`${WALLET}.rig`, `${WALLET}+rig`, 'garage'].map(isBareWallet)).toEqual([false, false, false]);
  });
});
