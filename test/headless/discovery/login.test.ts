/** The probe's verdict on a job is XMRig's, which `test/stack/hostile-jobs.long.test.ts` holds to the same table. */
import { expect, it } from 'vitest';
import { judgeLine } from '../../../headless/discovery/login.ts';
import { GOOD_JOB, HOSTILE_JOBS, loginWith, TOO_LONG } from '../../stack/hostile-jobs.ts';

it.each(HOSTILE_JOBS.filter(({ code }) => code !== TOO_LONG))(
  'judges $name as XMRig does',
  ({ job, code }) => {
    const notification = JSON.stringify({ jsonrpc: '2.0', method: 'job', params: job });
    for (const line of [loginWith(job), notification]) {
      const verdict = judgeLine(line, null);
      expect(verdict?.status === 'ready').toBe(code === null);
      expect(verdict?.problem === null).toBe(code === null);
    }
  },
);

it('does not know a height that cannot be one', () => {
  expect(judgeLine(loginWith({ ...GOOD_JOB, height: 1e99 }), null)).toMatchObject({
    status: 'ready',
    height: null,
  });
});

it('says what is missing', () => {
  const problem = (change: object) => judgeLine(loginWith({ ...GOOD_JOB, ...change }), null)?.problem;
  expect(problem({ target: '00000000' })).toBe(
    'hands out work that XMRig cannot use: its target is zero, which no hash can meet',
  );
  expect(problem({ seed_hash: 'aa' })).toBe('hands out work that XMRig cannot use: it has no seed hash');
  expect(problem({ algo: 'rx/wow', blob: '00' })).toContain('Wownero');
  expect(judgeLine(loginWith(GOOD_JOB).replace('"session"', '7'), null)?.problem).toContain('session id');
});
