import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { walletDoubt, walletMissing } from '../../../headless/config/public-pool.ts';
import { PASTED_CASES, type PastedCase } from './pasted-cases.ts';
import { PUBLIC_CASES } from './public-cases.ts';
import { REPORTED_CASES } from './reported-cases.ts';

function check({ name = 'rigforge.conf', content, pools, first, settings, says, wallet }: PastedCase): void {
  const config = readOwnerConfig({ cmdline: '', files: [{ name, content: Buffer.from(content) }] });
  const spoken = config.messages.map(({ level, where, text }) => `${level} ${where}: ${text}`);
  expect(config.pools.map(({ host, port }) => `${host}:${port}`)).toEqual(pools);
  if (first) expect(config.pools[0]).toMatchObject(first);
  if (settings) expect(config).toMatchObject(settings);
  // Each is said, nothing else is, and in one message.
  for (const line of says)
    expect(
      spoken.filter((one) => one.startsWith(line)),
      spoken.join('\n'),
    ).toHaveLength(1);
  expect(spoken, spoken.join('\n')).toHaveLength(says.length);
  const [pool] = config.pools;
  expect(pool === undefined || walletMissing(pool, null) === null ? 'there' : 'missing').toBe(
    wallet === 'missing' ? 'missing' : 'there',
  );
  expect(pool !== undefined && walletDoubt(pool, null) !== null).toBe(wallet === 'doubt');
  expect(spoken.join()).not.toMatch(/hunter2|s3cret|crazymonkey/);
}

describe('what owners have reported', () => {
  it.each(REPORTED_CASES)('$what', (one) => check(one));
});

describe('what owners paste', () => {
  it.each(PASTED_CASES)('$what', (one) => check(one));
});

describe('what stands in public files', () => {
  it.each(PUBLIC_CASES)('$what ($source)', (one) => check(one));

  it('is of many kinds, each with its source', () => {
    expect(PUBLIC_CASES.length).toBeGreaterThanOrEqual(30);
    for (const { source, before } of PUBLIC_CASES) {
      expect(source).toMatch(/^[\w.-]+\/[\w.-]+(?:#\d+|: \S+)$/);
      expect(before.length).toBeGreaterThan(3);
    }
  });
});
