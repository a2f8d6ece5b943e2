import { expect, it } from 'vitest';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

const PUBLIC = { ...poolSetting, host: 'pool.example.com', where: 'rigforge.conf line 7' };
const BUILD = { version: '0', commit: '0' };
const MISSING = 'pool.example.com is a public pool and pays to a wallet: write user=YOUR_WALLET_ADDRESS';

it('does not mine at a public pool without a wallet, nor anywhere else, and says what to write where', () => {
  const rig = new Rig().untilFinding({ pools: [PUBLIC], waitSeconds: 0 });
  rig.tell({ event: 'stackSeen', stack: pithead });
  rig.pass(120);
  expect(rig.started()).toEqual([]);
  expect(doing(rig.state)).toContain(`rigforge.conf line 7: ${MISSING}`);
  expect(snapshotOf(rig.state, BUILD).messages).toContainEqual({
    level: 'error',
    where: 'rigforge.conf line 7',
    text: expect.stringContaining(MISSING),
  });
});

it('goes on with the next pool of the list, and with the public one when the wallet is there', () => {
  const rig = new Rig().untilFinding({ pools: [PUBLIC, poolSetting], waitSeconds: 0 });
  expect(rig.minesAt()).toBe('pool.lan');
  const paid = new Rig().untilFinding({ pools: [{ ...PUBLIC, user: `4${'A'.repeat(94)}` }], waitSeconds: 0 });
  expect(paid.minesAt()).toBe('pool.example.com');
});

it('mines at a public name that leads home', () => {
  const rig = new Rig().untilFinding({ pools: [PUBLIC], waitSeconds: 0 });
  const result = { ...pithead, status: 'ready' as const };
  rig.tell({ event: 'probed', stackId: 'pool.example.com:3333', address: '192.168.7.9', result });
  expect(rig.minesAt()).toBe('pool.example.com');
});

it('passes a public pool over whose wallet is still to be filled in, until its name leads home', () => {
  const rig = new Rig().untilFinding({
    pools: [{ ...PUBLIC, wrongUser: true, unfilled: true }],
    waitSeconds: 0,
  });
  rig.tell({ event: 'stackSeen', stack: pithead });
  rig.pass(10);
  expect(rig.minesAt()).toBe('pithead.local');
  expect(snapshotOf(rig.state, BUILD).messages).toMatchObject([
    { level: 'error', where: 'rigforge.conf line 7', text: expect.stringContaining('put yours in its user') },
  ]);
  const home = new Rig().untilFinding({
    pools: [{ ...PUBLIC, wrongUser: true, unfilled: true }],
    waitSeconds: 0,
  });
  const result = { ...pithead, status: 'ready' as const };
  home.tell({ event: 'probed', stackId: 'pool.example.com:3333', address: '192.168.7.9', result });
  expect(home.minesAt()).toBe('pool.example.com');
});

it('refuses a choice at the console too, and says why', () => {
  const rig = new Rig().untilFinding();
  rig.tell({ event: 'intent', intent: { intent: 'type', address: 'pool.example.com', password: null } });
  rig.pass(5);
  expect(rig.started()).toEqual([]);
  expect(rig.state.stacks).toEqual({});
  expect(rig.messages).toMatchObject([{ level: 'error', text: expect.stringContaining(MISSING) }]);
});
