import { expect, it } from 'vitest';
import { walletDoubt, walletMissing } from '../../../headless/config/public-pool.ts';

const pool = (host: string, user: string | null = null) => ({ host, port: 3333, user });
const WALLET = `4${'A'.repeat(94)}`;

it.each([
  ['pithead', null],
  ['pithead.local', null],
  ['p2pool.fritz.box', null],
  ['stack.home.arpa', null],
  ['52-54-00-12-34-56', null],
  ['192.168.1.10', null],
  ['172.31.0.1', null],
  ['100.100.1.2', null],
  ['127.0.0.1', null],
  ['fd00::5', null],
  ['stack.example.com', '10.0.0.5'],
])('%s is at home and needs no wallet', (host, address) => {
  expect(walletMissing(pool(host), address)).toBeNull();
});

it.each([
  ['pool.example.com', null],
  ['pool.example.com', '203.0.113.9'],
  ['203.0.113.9', null],
  ['172.32.0.1', null],
  ['2001:db8::1', null],
  ['abc.onion', null],
])('%s is public: without a wallet the line to write is named', (host, address) => {
  expect(walletMissing(pool(host), address)).toBe(
    `${host} is a public pool and pays to a wallet: write user=YOUR_WALLET_ADDRESS below its line in rigforge.conf on the stick, or user= and any name if the stack there is your own`,
  );
  expect(walletMissing(pool(host, WALLET), address)).toBeNull();
  expect(walletDoubt(pool(host, WALLET), address)).toBeNull();
});

it.each([
  [WALLET, false],
  [`8${'B'.repeat(94)}.garage+5000`, false],
  [`4${'C'.repeat(105)}`, false],
  [`4${'A'.repeat(90)}`, true],
  [`4${'0'.repeat(94)}`, true],
  ['garage-1', true],
])('a user of a public pool that is no wallet is doubted: %s', (user, doubted) => {
  expect(walletDoubt(pool('pool.example.com', user), null) !== null).toBe(doubted);
  expect(walletDoubt(pool('pithead.local', user), null)).toBeNull();
});
