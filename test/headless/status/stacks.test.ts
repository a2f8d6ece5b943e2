import { expect, it } from 'vitest';
import { problemOf } from '../../../headless/status/stacks.ts';
import { pithead } from '../rig.ts';

it.each([
  ['notTheOwners', 'correct tls-fingerprint'],
  ['changedSinceStart', 'start the rig again'],
  ['changedSinceChoice', 'choose it again'],
  ['changedGuess', '10 minutes it is treated as a new stack'],
  ['gone', 'is it on?'],
] as const)('says of a stack in doubt (%s) what to do', (doubt, cure) => {
  expect(problemOf({ ...pithead, status: 'notReady', doubt })).toContain(cure);
});

it('says of a stack that stayed behind what to update, and nothing of one that is sound', () => {
  expect(problemOf({ ...pithead, outdated: true })).toContain('Update monerod');
  expect(problemOf(pithead)).toBeNull();
});
