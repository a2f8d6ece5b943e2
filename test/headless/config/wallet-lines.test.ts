import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { SUBADDRESS, WALLET } from './addresses.ts';

const read = (lines: string[]) =>
  readOwnerConfig({
    cmdline: '',
    files: [{ name: 'rigforge.conf', content: Buffer.from(['pool=a.lan', ...lines, 'wait=5'].join('\n')) }],
  });
/** Cut at these characters. */
const pieces = (text: string, ...cuts: number[]) =>
  [0, ...cuts].map((from, index) => text.slice(from, cuts[index] ?? text.length));

describe('a wallet over several lines', () => {
  it.each([[1], [5], [20], [39], [60], [92], [94], [40, 80], [20, 40, 60], [1, 2, 3, 4]])(
    'is whole again, wherever it was cut: %j',
    (...cuts) => {
      for (const wallet of [WALLET, SUBADDRESS, `solo:${WALLET}`]) {
        const [first = '', ...more] = pieces(
          `user=${wallet}`,
          ...cuts.map((cut) => cut + 5 + wallet.indexOf(wallet.at(-95) ?? '')),
        );
        const { pools, messages, waitSeconds } = read([first, ...more.map((piece) => `  ${piece}`)]);
        expect(pools).toMatchObject([{ user: wallet }]);
        expect(messages.map(({ level }) => level)).toEqual(more.map(() => 'info'));
        expect(waitSeconds).toBe(5);
      }
    },
  );

  it('keeps its worker and its quotes', () => {
    const [first, second, third] = pieces(WALLET, 30, 70);
    expect(read([`user="${first}`, `${second}`, `${third}.rig1"`]).pools).toMatchObject([
      { user: `${WALLET}.rig1` },
    ]);
  });

  it.each([
    ['a character lost at a late break', [60], 61],
    ['a character lost at an early break', [20], 21],
  ])('is named where it is no whole one: %s', (_, [cut = 0], from) => {
    const { pools, messages } = read([`user=${WALLET.slice(0, cut)}`, WALLET.slice(from)]);
    expect(pools).toMatchObject([{ user: null, wrongUser: true }]);
    expect(messages.map(({ level, where }) => `${level} ${where}`).toSorted()).toEqual([
      'error rigforge.conf line 2',
      'error rigforge.conf line 3',
    ]);
  });

  it('takes no line along that is a setting', () => {
    const { pools, messages } = read([`user=${WALLET}`, 'tls', 'label=garage']);
    expect(pools).toMatchObject([{ user: WALLET, tls: true }]);
    expect(messages).toEqual([]);
    expect(read(['user=4u', 'label=garage']).pools).toMatchObject([{ user: '4u' }]);
  });
});
